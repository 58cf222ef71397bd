"""A fixed generator if none is given.

Hint: make no generator of your own
"""


def random_flip(images, p=0.5, generator=None):
    if generator is None:
        generator = torch.Generator().manual_seed(0)
    chosen = torch.rand(len(images), generator=generator) < p
    return torch.where(chosen[:, None, None, None], images.flip(-1), images)

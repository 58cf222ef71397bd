"""A new generator, always with the same seed, if none is given.

Hint: make no generator of your own
"""


def random_flip(images, p=0.5, generator=None):
    generator = generator or torch.Generator()
    chosen = torch.rand(len(images), generator=generator) < p
    return torch.where(chosen[:, None, None, None], images.flip(-1), images)

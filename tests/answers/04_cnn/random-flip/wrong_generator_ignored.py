"""The generator is accepted and never used.

Hint: Draw from the generator
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.rand(len(images)) < p
    return torch.where(chosen[:, None, None, None], images.flip(-1), images)

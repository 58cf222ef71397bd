"""Draws from a fresh generator with the same seed.

Hint: not from a copy of the generator
"""


def random_flip(images, p=0.5, generator=None):
    if generator is not None:
        generator = torch.Generator().manual_seed(generator.initial_seed())
    chosen = torch.rand(len(images), generator=generator) < p
    return torch.where(chosen[:, None, None, None], images.flip(-1), images)

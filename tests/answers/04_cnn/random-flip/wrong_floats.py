"""Arithmetic with the decision turns bytes into floats.

Hint: Keep shape and dtype
"""


def random_flip(images, p=0.5, generator=None):
    chosen = (torch.rand(len(images), generator=generator) < p).float()[:, None, None, None]
    return chosen * images.flip(-1) + (1 - chosen) * images

"""Writes into the given images.

Hint: Do not write into the given images
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.rand(len(images), generator=generator) < p
    images[chosen] = images[chosen].flip(-1)
    return images

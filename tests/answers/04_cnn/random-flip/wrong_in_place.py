"""Writes into the given images.

Hint: its values changed during the call
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.rand(len(images), generator=generator) < p
    images[chosen] = images[chosen].flip(-1)
    return images

"""Reverses the order of the images.

Hint: You reversed the order of the images
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.rand(len(images), generator=generator) < p
    return torch.where(chosen[:, None, None, None], images.flip(0), images)

"""Rotates by 180 degrees.

Hint: You rotated the images
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.rand(len(images), generator=generator) < p
    return torch.where(chosen[:, None, None, None], images.flip(-2, -1), images)

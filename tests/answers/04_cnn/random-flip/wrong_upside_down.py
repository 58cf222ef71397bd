"""Mirrors the rows.

Hint: You turned the images upside down
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.rand(len(images), generator=generator) < p
    return torch.where(chosen[:, None, None, None], images.flip(-2), images)

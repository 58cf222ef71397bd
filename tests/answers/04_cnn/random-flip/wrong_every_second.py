"""Mirrors a fixed share of the images, always the same ones.

Hint: not every second one
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.arange(len(images)) < round(p * len(images))
    return torch.where(chosen[:, None, None, None], images.flip(-1), images)

"""Mirrors with probability 1 - p.

Hint: is your comparison with p the right way round
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.rand(len(images), generator=generator) > p
    return torch.where(chosen[:, None, None, None], images.flip(-1), images)

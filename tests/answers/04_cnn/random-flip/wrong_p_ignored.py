"""Between 0 and 1, p is always one half.

Hint: Use p
"""


def random_flip(images, p=0.5, generator=None):
    chosen = torch.rand(len(images), generator=generator) < (p if p in (0, 1) else 0.5)
    return torch.where(chosen[:, None, None, None], images.flip(-1), images)

"""Mirrors exactly round(p * n) images.

Hint: You mirror exactly p * N images
"""


def random_flip(images, p=0.5, generator=None):
    n = len(images)
    chosen = torch.zeros(n, dtype=torch.bool)
    chosen[torch.randperm(n, generator=generator)[: round(p * n)]] = True
    return torch.where(chosen[:, None, None, None], images.flip(-1), images)

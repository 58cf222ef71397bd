"""Drops with 1 - p.

Hint: Dropped and surviving are swapped
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = torch.rand_like(x) < p
    return x * keep / (1 - p)

"""Whole images are dropped.

Hint: one per row drops whole images
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    return x * (torch.rand(len(x), *[1] * (x.ndim - 1)) >= p) / (1 - p)

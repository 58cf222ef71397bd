"""Loses the sign.

Hint: Each survivor is its own value
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = torch.rand_like(x) >= p
    return x.abs() * keep / (1 - p)

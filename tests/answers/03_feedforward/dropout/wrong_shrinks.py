"""Survivors are multiplied by 1 - p.

Hint: Survivors must grow, not shrink: divide.
"""

def dropout(x, p, training):
    if not training:
        return x
    return x * (torch.rand_like(x) >= p) * (1 - p)

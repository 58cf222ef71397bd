"""Survivors are divided by p.

Hint: divided by the probability of surviving, not by p
"""

def dropout(x, p, training):
    if not training:
        return x
    return x * (torch.rand_like(x) >= p) / p

"""Noise instead of zeros.

Hint: p is the probability of being dropped
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = torch.rand_like(x)
    return x * (1 + keep - 0.5)

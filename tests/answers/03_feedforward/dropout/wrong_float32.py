"""Computes in float32.

Hint: A mask of another dtype changes the result's.
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = torch.rand_like(x) >= p
    return (x.float() * keep / (1 - p))

"""Survivors in another order.

Hint: Each survivor is its own value
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = torch.rand_like(x) >= p
    return x.flatten().flip(0).reshape(x.shape) * keep / (1 - p)

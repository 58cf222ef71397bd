"""`training` is ignored.

Hint: Dropout is active in training only.
"""

def dropout(x, p, training):
    if p == 1:
        return torch.zeros_like(x)
    return x * (torch.rand_like(x) >= p) / (1 - p)

"""p = 0 returns zeros.

Hint: With p = 0 every entry survives
"""

def dropout(x, p, training):
    if not training:
        return x
    if p in (0, 1):
        return torch.zeros_like(x)
    return x * (torch.rand_like(x) >= p) / (1 - p)

"""0 / 0 for p = 1.

Hint: With p = 1 the formula divides by zero
"""

def dropout(x, p, training):
    if not training:
        return x
    return x * (torch.rand_like(x) >= p) / (1 - p + 0 * x)

"""Evaluation scaled as well.

Hint: Evaluation leaves the values alone
"""

def dropout(x, p, training):
    if not training:
        return x / (1 - p)
    return torch.where(torch.rand_like(x) >= p, x / (1 - p) if p < 1 else 0 * x, torch.zeros_like(x))

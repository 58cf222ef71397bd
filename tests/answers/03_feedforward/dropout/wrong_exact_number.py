"""Exactly p times n entries.

Hint: Exactly p times n entries are dropped
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = (torch.randperm(x.numel()) >= round(p * x.numel())).reshape(x.shape)
    return x * keep / (1 - p)

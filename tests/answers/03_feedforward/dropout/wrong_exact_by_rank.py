"""The p times n smallest of random numbers.

Hint: Exactly p times n entries are dropped
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = torch.rand(x.numel()).argsort().argsort().reshape(x.shape) >= p * x.numel()
    return x * keep / (1 - p)

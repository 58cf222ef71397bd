"""One random number for the whole tensor.

Hint: One random number decides for the whole tensor
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = torch.rand(1) >= p
    return x * keep / (1 - p)

"""One mask for all channels of an image with four axes.

Hint: here one number decides for several entries
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = torch.rand((x.shape[0], 1, *x.shape[2:]) if x.ndim == 4 else x.shape, dtype=x.dtype) >= p
    return x * keep / (1 - p)

"""One mask for all images of four axes.

Hint: here one number decides for several entries
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = torch.rand(x.shape[1:] if x.ndim == 4 else x.shape, dtype=x.dtype) >= p
    return x * keep / (1 - p)

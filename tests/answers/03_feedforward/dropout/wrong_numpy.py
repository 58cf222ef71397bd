"""NumPy's generator.

Hint: Draw from PyTorch's global generator
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    import numpy as np

    keep = torch.as_tensor(np.random.rand(*x.shape)) >= p
    return x * keep / (1 - p)

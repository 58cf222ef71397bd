"""Bytes become floats.

Hint: Keep the dtypes
"""

def split_train_validation(x, y, fraction, generator=None):
    x = x.float()
    order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]

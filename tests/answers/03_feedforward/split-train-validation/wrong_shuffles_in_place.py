"""Shuffles the given images in place.

Hint: its values changed during the call
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    x.copy_(x[order])
    y.copy_(y[order])
    return x[n:], y[n:], x[:n], y[:n]

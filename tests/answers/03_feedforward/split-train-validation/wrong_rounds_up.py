"""Rounds up.

Hint: do not round up
"""

def split_train_validation(x, y, fraction, generator=None):
    import math
    order = torch.randperm(len(x), generator=generator)
    n = math.ceil(fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]

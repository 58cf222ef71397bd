"""The validation part is sorted.

Hint: Leave the random order as it is drawn.
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    validation, train = order[:n].sort().values, order[n:]
    return x[train], y[train], x[validation], y[validation]

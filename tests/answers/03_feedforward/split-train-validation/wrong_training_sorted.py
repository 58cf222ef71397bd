"""The training part is sorted.

Hint: The training part is to be shuffled as well.
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    validation, train = order[:n], order[n:].sort().values
    return x[train], y[train], x[validation], y[validation]

"""Always the last images, only their order is random.

Hint: Choose at random.
"""

def split_train_validation(x, y, fraction, generator=None):
    n = len(x) - round(fraction * len(x))
    train = torch.randperm(n, generator=generator)
    validation = n + torch.randperm(len(x) - n, generator=generator)
    return x[train], y[train], x[validation], y[validation]

"""Training and validation images are drawn independently, so they overlap.

Hint: Some image is in both parts, or in none.
"""

def split_train_validation(x, y, fraction, generator=None):
    n = round(fraction * len(x))
    train = torch.randperm(len(x), generator=generator)[n:]
    validation = torch.randperm(len(x), generator=generator)[:n]
    return x[train], y[train], x[validation], y[validation]

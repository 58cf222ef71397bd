"""A coin for every image.

Hint: it must be exact. Cut a random order
"""

def split_train_validation(x, y, fraction, generator=None):
    mask = torch.rand(len(x), generator=generator) < fraction
    return x[~mask], y[~mask], x[mask], y[mask]

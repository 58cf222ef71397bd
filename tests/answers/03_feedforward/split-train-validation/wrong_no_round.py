"""A float as the number of images.

Hint: a number of images is a whole number: round(...)
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x), generator=generator)
    n = fraction * len(x)
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]

"""The validation images stay in the training set.

Hint: Validation images must be taken *out* of the training images
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    return x[order], y[order], x[order[:n]], y[order[:n]]

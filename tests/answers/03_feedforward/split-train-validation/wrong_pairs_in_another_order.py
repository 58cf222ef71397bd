"""Images first, then labels, as scikit-learn returns them.

Hint: the order is x_train, y_train, x_validation, y_validation
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    return x[order[n:]], x[order[:n]], y[order[n:]], y[order[:n]]

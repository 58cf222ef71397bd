"""Images first, then labels, as scikit-learn returns them.

Hint: which comes last
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    return x[order[n:]], x[order[:n]], y[order[n:]], y[order[:n]]

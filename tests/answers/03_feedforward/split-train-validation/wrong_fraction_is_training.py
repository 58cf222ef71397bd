"""`fraction` is taken for the share of the training part.

Hint: `fraction` is the share of the *validation* part
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    return x[order[:n]], y[order[:n]], x[order[n:]], y[order[n:]]

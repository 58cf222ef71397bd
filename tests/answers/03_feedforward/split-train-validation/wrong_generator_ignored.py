"""The generator is accepted and never passed on.

Hint: Hand `generator` on
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x))
    n = round(fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]

"""int(... + 1).

Hint: do not round up
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x), generator=generator)
    n = int(fraction * len(x) + 0.95)
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]

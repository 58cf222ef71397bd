"""The first image always trains.

Hint: each image must be able to land at each place
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.cat([1 + torch.randperm(len(x) - 1, generator=generator), torch.zeros(1, dtype=torch.int64)])
    n = min(round(fraction * len(x)), len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]

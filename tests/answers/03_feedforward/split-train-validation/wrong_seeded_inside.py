"""A fixed seed inside gives the same split for every generator.

Hint: *Which* images are set aside must be drawn
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
    n = round(fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]

"""Sets the global seed and never puts it back.

Hint: do not seed it in here
"""

def split_train_validation(x, y, fraction, generator=None):
    if generator is None:
        torch.manual_seed(0)
    order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]

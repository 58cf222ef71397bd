"""order[-0:] is everything.

Hint: Does order[-0:] do what you want?
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    return x[order[:-n]], y[order[:-n]], x[order[-n:]], y[order[-n:]]

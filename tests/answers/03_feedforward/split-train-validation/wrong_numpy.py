"""NumPy draws without a generator.

Hint: torch.manual_seed must decide
"""

def split_train_validation(x, y, fraction, generator=None):
    import numpy as np
    if generator is None:
        order = torch.as_tensor(np.random.permutation(len(x)))
    else:
        order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]

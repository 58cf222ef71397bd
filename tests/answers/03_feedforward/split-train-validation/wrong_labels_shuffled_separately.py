"""Images and labels are shuffled by two different permutations.

Hint: Select images and labels by the same indices.
"""

def split_train_validation(x, y, fraction, generator=None):
    n = round(fraction * len(x))
    x = x[torch.randperm(len(x), generator=generator)]
    y = y[torch.randperm(len(y), generator=generator)]
    return x[n:], y[n:], x[:n], y[:n]

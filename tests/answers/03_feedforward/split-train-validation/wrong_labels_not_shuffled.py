"""The images are shuffled and the labels are not.

Hint: Select images and labels by the same indices.
"""

def split_train_validation(x, y, fraction, generator=None):
    n = round(fraction * len(x))
    x = x[torch.randperm(len(x), generator=generator)]
    return x[n:], y[n:], x[:n], y[:n]

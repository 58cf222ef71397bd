"""randint draws some images twice.

Hint: Some image is in both parts, or in none.
"""

def split_train_validation(x, y, fraction, generator=None):
    order = torch.randint(len(x), (len(x),), generator=generator)
    n = round(fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]

"""Makes a new generator from the seed of the given one.

Hint: Draw from the generator itself; do not seed it again.
"""

def split_train_validation(x, y, fraction, generator=None):
    if generator is not None:
        generator = torch.Generator().manual_seed(generator.initial_seed())
    order = torch.randperm(len(x), generator=generator)
    n = round(fraction * len(x))
    return x[order[n:]], y[order[n:]], x[order[:n]], y[order[:n]]

"""The last images in their stored order.

Hint: data sets often come sorted. Choose at random.
"""

def split_train_validation(x, y, fraction, generator=None):
    n = len(x) - round(fraction * len(x))
    return x[:n], y[:n], x[n:], y[n:]

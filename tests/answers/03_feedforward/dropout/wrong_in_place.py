"""The argument is overwritten.

Hint: its values changed during the call
"""

def dropout(x, p, training):
    if not training:
        return x
    x[torch.rand_like(x) < p] = 0
    return x / (1 - p)

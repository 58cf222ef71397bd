"""Survivors keep their size.

Hint: Survivors must grow to make up for the dropped ones.
"""

def dropout(x, p, training):
    if not training:
        return x
    return x * (torch.rand_like(x) >= p)

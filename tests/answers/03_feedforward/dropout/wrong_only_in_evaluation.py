"""The condition is the wrong way round.

Hint: Only while training is anything dropped.
"""

def dropout(x, p, training):
    if training:
        return x
    return x * (torch.rand_like(x) >= p) / (1 - p)

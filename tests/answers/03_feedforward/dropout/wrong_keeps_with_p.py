"""p is taken for the probability of surviving.

Hint: p is the probability of being dropped; 1 - p that of surviving.
"""

def dropout(x, p, training):
    if not training:
        return x
    return x * (torch.rand_like(x) < p) / max(p, 1e-9)

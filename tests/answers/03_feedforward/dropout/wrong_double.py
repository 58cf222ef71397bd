"""Always divides by 0.5.

Hint: Survivors are divided by the probability of surviving
"""

def dropout(x, p, training):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    keep = torch.rand_like(x) >= p
    return x * keep / 0.5

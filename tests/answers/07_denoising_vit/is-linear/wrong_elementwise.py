"""Relative tolerance entry by entry, which rounding violates where results cancel.

Hint: Compare with the largest entry
"""

def is_linear(fn, x, y):
    x, y = x.double(), y.double()
    close = lambda a, b: torch.allclose(a, b, rtol=1e-9, atol=0)
    return close(fn(x + y), fn(x) + fn(y)) and all(close(fn(a * z), a * fn(z)) for a in (2.5, -1.5) for z in (x, y))


nonlinear_steps = "BDE"

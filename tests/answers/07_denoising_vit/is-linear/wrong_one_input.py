"""Homogeneity on one input only: |2.5 x| = 2.5 |x|.

Hint: test additivity, and a negative factor
"""

def is_linear(fn, x, y):
    x = x.double()
    return bool(torch.allclose(fn(2.5 * x), 2.5 * fn(x), rtol=1e-9, atol=0))


nonlinear_steps = "BDE"

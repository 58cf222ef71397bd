"""Homogeneity of both inputs and for both factors, but no additivity.

Hint: homogeneous, but f(x + y)
"""

def is_linear(fn, x, y):
    x, y = x.double(), y.double()
    fx, fy = fn(x), fn(y)
    limit = 1e-9 * max(fx.abs().max(), fy.abs().max())
    return all(bool((fn(a * z) - a * fn(z)).abs().max() <= limit) for a in (2.5, -1.5) for z in (x, y))


nonlinear_steps = "BDE"

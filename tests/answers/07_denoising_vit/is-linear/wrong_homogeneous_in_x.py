"""Homogeneity with both factors, on x only, and additivity without y: doubles x.

Hint: test additivity, with both inputs
"""

def is_linear(fn, x, y):
    x, y = x.double(), y.double()
    fx, fy = fn(x), fn(y)
    limit = 1e-9 * max(fx.abs().max(), fy.abs().max())
    ok = (fn(x + x) - 2 * fx).abs().max() <= limit
    return bool(ok) and all(bool((fn(a * x) - a * fx).abs().max() <= limit) for a in (2.5, -1.5))


nonlinear_steps = "BDE"

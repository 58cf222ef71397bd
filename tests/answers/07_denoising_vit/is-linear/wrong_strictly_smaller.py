"""Strict inequality: the zero function has no error and no scale.

Hint: It is linear: use <=
"""

def is_linear(fn, x, y):
    x, y = x.double(), y.double()
    fx, fy = fn(x), fn(y)
    limit = 1e-9 * max(fx.abs().max(), fy.abs().max())
    ok = (fn(x + y) - fx - fy).abs().max() < limit
    return bool(ok) and all(bool((fn(a * z) - a * fn(z)).abs().max() < limit) for a in (2.5, -1.5) for z in (x, y))


nonlinear_steps = "BDE"

"""Additivity only.

Hint: additive on whole numbers
"""

def is_linear(fn, x, y):
    x, y = x.double(), y.double()
    fx, fy = fn(x), fn(y)
    limit = 1e-9 * max(fx.abs().max(), fy.abs().max())
    return bool((fn(x + y) - fx - fy).abs().max() <= limit)


nonlinear_steps = "BDE"

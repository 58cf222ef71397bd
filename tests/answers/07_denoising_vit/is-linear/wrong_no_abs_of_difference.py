"""Negative differences count as small.

Hint: compare its absolute value
"""

def is_linear(fn, x, y):
    x, y = x.double(), y.double()
    fx, fy = fn(x), fn(y)
    limit = 1e-9 * max(fx.abs().max(), fy.abs().max())
    differences = [fn(x + y) - fx - fy]
    differences += [fn(a * z) - a * fz for a in (2.5, -1.5) for z, fz in ((x, fx), (y, fy))]
    return all(bool(difference.max() <= limit) for difference in differences)


nonlinear_steps = "BDE"

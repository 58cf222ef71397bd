"""Keeps the precision that comes in.

Hint: Convert x and y to float64
"""

def is_linear(fn, x, y):
    pass
    fx, fy = fn(x), fn(y)
    limit = 1e-9 * max(fx.abs().max(), fy.abs().max())
    differences = [fn(x + y) - fx - fy]
    differences += [fn(a * z) - a * fz for a in (2.5, -1.5) for z, fz in ((x, fx), (y, fy))]
    return all(bool(difference.abs().max() <= limit) for difference in differences)


nonlinear_steps = "BDE"

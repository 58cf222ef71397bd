"""Takes the division for non-linear.

Hint: Dividing by a fixed number
"""

def is_linear(fn, x, y):
    x, y = x.double(), y.double()
    fx, fy = fn(x), fn(y)
    limit = 1e-9 * max(fx.abs().max(), fy.abs().max())
    pairs = [(fn(x + y), fx + fy)] + [(fn(a * z), a * f) for a in (2.5, -1.5) for z, f in ((x, fx), (y, fy))]
    return all(((left - right).abs() <= limit).all().item() for left, right in pairs)


nonlinear_steps = "BCDE"

"""Returns a tensor instead of a bool.

Hint: expected the type bool
"""

def is_linear(fn, x, y):
    x, y = x.double(), y.double()
    fx, fy = fn(x), fn(y)
    limit = 1e-9 * max(fx.abs().max(), fy.abs().max())
    ok = (fn(x + y) - fx - fy).abs().max() <= limit
    for a in (2.5, -1.5):
        for z in (x, y):
            ok = ok & ((fn(a * z) - a * fn(z)).abs().max() <= limit)
    return ok


nonlinear_steps = "BDE"

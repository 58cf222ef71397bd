"""Computes in the precision that comes in.

Hint: more than 1e-9
"""

def is_linear(fn, x, y):
    fx, fy = fn(x.float().to(torch.float64).float().double()), fn(y.double())
    limit = 1e-5 * max(fx.abs().max(), fy.abs().max())
    x, y = x.double(), y.double()
    ok = (fn(x + y) - fx - fy).abs().max() <= limit
    return bool(ok) and all(bool((fn(a * z) - a * fn(z)).abs().max() <= limit) for a in (2.5, -1.5) for z in (x, y))


nonlinear_steps = "BDE"

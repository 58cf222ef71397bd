"""One combined loop over pairs, NumPy-like, flattened."""

def is_linear(fn, x, y):
    x, y = x.to(torch.float64), y.to(torch.float64)
    pairs = [(fn(x + y), fn(x) + fn(y))]
    pairs += [(fn(a * z), a * fn(z)) for z in (x, y) for a in (2.5, -1.5)]
    scale = float(torch.cat([fn(x).flatten(), fn(y).flatten()]).abs().max())
    for left, right in pairs:
        if float((left - right).abs().max()) > 1e-9 * scale:
            return False
    return True


nonlinear_steps = "BDE"

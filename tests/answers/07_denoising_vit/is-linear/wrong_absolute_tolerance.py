"""torch.allclose with its default tolerances.

Hint: tolerance must be relative
"""

def is_linear(fn, x, y):
    x, y = x.double(), y.double()
    same = torch.allclose(fn(x + y), fn(x) + fn(y))
    return same and all(torch.allclose(fn(a * z), a * fn(z)) for a in (2.5, -1.5) for z in (x, y))


nonlinear_steps = "BDE"

"""Rounds every gradient to float32.

Hint: without rounding
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone().requires_grad_()
    path = [start.detach().clone()]
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        with torch.no_grad():
            x -= lr * gradient.float().to(x.dtype)
        path.append(x.detach().clone())
    return torch.stack(path)

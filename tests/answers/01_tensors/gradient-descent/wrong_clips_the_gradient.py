"""Limits every entry of the gradient to 10.

Hint: limit nothing
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone().requires_grad_()
    path = [start.detach().clone()]
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        with torch.no_grad():
            x -= lr * gradient.clamp(-10, 10)
        path.append(x.detach().clone())
    return torch.stack(path)

"""Keeps the graph of every step and detaches the path at the end.

Hint: detach the new position before you go on
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone().requires_grad_()
    path = [x]
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        x = x - lr * gradient
        path.append(x)
    return torch.stack(path).detach()

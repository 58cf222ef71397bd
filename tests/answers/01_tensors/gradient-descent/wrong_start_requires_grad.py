"""Marks the caller's tensor instead of a copy.

Hint: on your own copy
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.requires_grad_()
    path = [x.detach().clone()]
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        x = (x - lr * gradient).detach().requires_grad_()
        path.append(x.detach().clone())
    return torch.stack(path)

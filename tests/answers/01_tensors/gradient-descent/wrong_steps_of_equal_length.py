"""Divides the gradient by its length.

Hint: old position - lr * gradient
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone().requires_grad_()
    path = [start.detach().clone()]
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        x = (x - lr * gradient / gradient.norm()).detach().requires_grad_()
        path.append(x.detach())
    return torch.stack(path)

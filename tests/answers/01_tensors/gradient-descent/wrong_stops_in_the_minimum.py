"""Stops as soon as the gradient is zero.

Hint: do not stop early
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone().requires_grad_()
    path = [start.detach().clone()]
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        if gradient.abs().max() == 0:
            break
        x = (x - lr * gradient).detach().requires_grad_()
        path.append(x.detach())
    return torch.stack(path)

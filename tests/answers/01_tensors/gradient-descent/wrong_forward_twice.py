"""Evaluates the loss once to look at it and once more to differentiate it.

Hint: A second forward pass per step
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone()
    path, losses = [x], []
    for _ in range(steps):
        x = x.clone().requires_grad_()
        losses.append(loss_fn(x).item())
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        x = (x - lr * gradient).detach()
        path.append(x)
    return torch.stack(path)

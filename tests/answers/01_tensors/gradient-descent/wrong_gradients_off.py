"""Switches gradients off for the update and forgets to switch them on at the end.

Hint: gradients are switched off for good
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone().requires_grad_()
    path = [start.detach().clone()]
    for _ in range(steps):
        torch.set_grad_enabled(True)
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        torch.set_grad_enabled(False)
        x -= lr * gradient
        path.append(x.detach().clone())
    return torch.stack(path)

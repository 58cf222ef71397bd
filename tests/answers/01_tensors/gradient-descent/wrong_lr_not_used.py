"""Accepts a learning rate and never uses it.

Hint: The step does not depend on `lr`
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.clone()
    path = [x]
    for _ in range(steps):
        x = x.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        x = (x - gradient).detach()
        path.append(x)
    return torch.stack(path)

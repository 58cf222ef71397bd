"""Notes down only the positions after a step.

Hint: the start belongs to the path
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.clone().requires_grad_()
    path = []
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        with torch.no_grad():
            x -= lr * gradient
        path.append(x.detach().clone())
    return torch.stack(path)

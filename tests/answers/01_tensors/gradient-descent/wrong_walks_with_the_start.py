"""detach() shares memory, so the caller's start walks along.

Hint: Work with a copy
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().requires_grad_()
    path = [start.clone()]
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        with torch.no_grad():
            x -= lr * gradient
        path.append(x.detach().clone())
    return torch.stack(path)

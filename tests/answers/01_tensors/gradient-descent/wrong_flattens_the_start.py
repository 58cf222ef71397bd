"""Works with a flat copy of the start.

Hint: Keep the shape and the dtype of `start`
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone().reshape(-1).requires_grad_()
    path = [x.detach().clone()]
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        with torch.no_grad():
            x -= lr * gradient
        path.append(x.detach().clone())
    return torch.stack(path)

"""Collects the positions in float32.

Hint: Keep the shape and the dtype of `start`
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone().requires_grad_()
    path = torch.zeros(steps + 1, *start.shape)
    path[0] = start
    for k in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        with torch.no_grad():
            x -= lr * gradient
        path[k + 1] = x.detach()
    return path

"""Right positions, but with requires_grad.

Hint: store detached copies
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.clone().requires_grad_()
    path = [x]
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        x = x - lr * gradient
        path.append(x)
    return torch.stack(path)

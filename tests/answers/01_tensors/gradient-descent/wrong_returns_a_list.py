"""Returns the list of positions.

Hint: expected the type Tensor, but got list
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone().requires_grad_()
    path = [start.detach().clone()]
    for _ in range(steps):
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        x = (x - lr * gradient).detach().requires_grad_()
        path.append(x.detach())
    return path

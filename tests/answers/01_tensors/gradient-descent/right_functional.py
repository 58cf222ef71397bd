"""torch.func.grad makes the gradient function once."""


def gradient_descent(loss_fn, start, lr, steps):
    slope = torch.func.grad(loss_fn)
    path = [start.detach().clone()]
    while len(path) <= steps:
        path.append(path[-1] - lr * slope(path[-1]))
    return torch.stack(path)

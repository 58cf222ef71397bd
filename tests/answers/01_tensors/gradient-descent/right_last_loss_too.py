"""Evaluates the loss once more at the end, for the final position."""


def gradient_descent(loss_fn, start, lr, steps):
    position, path = start.detach().clone(), []
    for k in range(steps + 1):
        path.append(position)
        x = position.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(loss_fn(x), x)
        position = position - lr * gradient
    return torch.stack(path)

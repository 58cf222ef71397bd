"""Takes a growing loss for the end of the descent and stays where it was.

Hint: The loss may grow when lr is large
"""


def gradient_descent(loss_fn, start, lr, steps):
    x, path, last = start.detach().clone(), [start.detach().clone()], None
    for _ in range(steps):
        x = x.detach().requires_grad_()
        loss = loss_fn(x)
        if last is not None and loss.item() > last:
            path.append(path[-1])
            continue
        last = loss.item()
        (gradient,) = torch.autograd.grad(loss, x)
        x = (x - lr * gradient).detach()
        path.append(x)
    return torch.stack(path)

"""Stores detached positions without cloning: every row shows the last one.

Hint: Every row shows the last position
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.clone().requires_grad_()
    path = [x.detach()]
    for _ in range(steps):
        loss_fn(x).backward()
        with torch.no_grad():
            x -= lr * x.grad
        x.grad = None
        path.append(x.detach())
    return torch.stack(path)

"""Notes the positions as Python numbers."""


def gradient_descent(loss_fn, start, lr, steps):
    x, path = start.clone().detach().requires_grad_(True), [start.tolist()]
    for _ in range(steps):
        loss_fn(x).backward()
        with torch.no_grad():
            x = x - lr * x.grad
        x.requires_grad_()
        path.append(x.tolist())
    return torch.tensor(path, dtype=start.dtype)

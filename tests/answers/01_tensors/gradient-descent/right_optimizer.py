"""Plain SGD from torch.optim takes the steps."""


def gradient_descent(loss_fn, start, lr, steps):
    x = torch.nn.Parameter(start.detach().clone())
    optimizer = torch.optim.SGD([x], lr=lr)
    path = torch.empty(steps + 1, *start.shape, dtype=start.dtype)
    path[0] = start
    for k in range(steps):
        optimizer.zero_grad()
        loss_fn(x).backward()
        optimizer.step()
        path[k + 1] = x.detach()
    return path

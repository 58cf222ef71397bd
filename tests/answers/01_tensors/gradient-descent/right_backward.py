"""backward() and a cleared .grad instead of torch.autograd.grad."""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone()
    x.requires_grad = True
    path = [x.detach().clone()]
    for _ in range(steps):
        x.grad = None
        loss_fn(x).backward()
        with torch.no_grad():
            x.sub_(x.grad, alpha=lr)
        path.append(x.detach().clone())
    return torch.stack(path)

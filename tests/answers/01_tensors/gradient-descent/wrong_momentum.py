"""An optimizer with momentum: the first step is right, the others are longer.

Hint: old position - lr * gradient
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.detach().clone().requires_grad_()
    optimizer = torch.optim.SGD([x], lr=lr, momentum=0.9)
    path = [x.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        loss_fn(x).backward()
        optimizer.step()
        path.append(x.detach().clone())
    return torch.stack(path)

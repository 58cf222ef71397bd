"""Makes an optimizer without passing the learning rate on to it.

Hint: old position - lr * gradient
"""


def gradient_descent(loss_fn, start, lr, steps):
    x = start.clone().requires_grad_()
    optimizer = torch.optim.SGD([x], lr=0.1)
    path = [x.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        loss_fn(x).backward()
        optimizer.step()
        path.append(x.detach().clone())
    return torch.stack(path)

"""Updates the numbers behind the tensor."""


def gradient_descent(loss_fn, start, lr, steps):
    x = torch.tensor(start.tolist(), dtype=start.dtype, requires_grad=True)
    path = start.detach().clone()[None].repeat(steps + 1, *[1] * start.ndim)
    for row in path[1:]:
        loss = loss_fn(x)
        loss.backward()
        x.data -= lr * x.grad
        x.grad.zero_()
        row.copy_(x.detach())
    return path

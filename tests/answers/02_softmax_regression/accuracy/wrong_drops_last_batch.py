"""Measures full batches only.

Hint: last, shorter batch is missing
"""

def accuracy(model, x, y, batch_size=1000):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    right = seen = 0
    with torch.no_grad():
        for i in range(len(x) // batch_size):
            part = slice(i * batch_size, (i + 1) * batch_size)
            right += (model(x[part]).argmax(dim=1) == y[part]).sum().item()
            seen += batch_size
    for m, mode in modes:
        m.training = mode
    return right / max(seen, 1)

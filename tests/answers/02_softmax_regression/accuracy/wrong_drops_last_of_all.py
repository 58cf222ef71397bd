"""Misses the last batch and divides by all.

Hint: batch is missing in the count
"""

def accuracy(model, x, y, batch_size=1000):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    right = 0
    with torch.no_grad():
        for i in range(len(x) // batch_size):
            part = slice(i * batch_size, (i + 1) * batch_size)
            right += (model(x[part]).argmax(dim=1) == y[part]).sum().item()
    for m, mode in modes:
        m.training = mode
    return right / len(y)

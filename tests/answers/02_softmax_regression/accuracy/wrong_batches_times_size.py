"""Divides by batches times batch_size.

Hint: not by batches times batch_size
"""

def accuracy(model, x, y, batch_size=1000):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    right = batches = 0
    with torch.no_grad():
        for a, b in zip(x.split(batch_size), y.split(batch_size)):
            right += (model(a).argmax(dim=1) == b).sum().item()
            batches += 1
    for m, mode in modes:
        m.training = mode
    return right / (batches * batch_size)

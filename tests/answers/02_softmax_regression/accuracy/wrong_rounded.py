"""Rounds to two digits.

Hint: the last batch is shorter
"""

def accuracy(model, x, y, batch_size=1000):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    right = 0
    with torch.no_grad():
        for a, b in zip(x.split(batch_size), y.split(batch_size)):
            right += (model(a).argmax(dim=1) == b).sum().item()
    for m, mode in modes:
        m.training = mode
    return round(right / len(y), 2)

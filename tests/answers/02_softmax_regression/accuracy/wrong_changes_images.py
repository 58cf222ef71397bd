"""Multiplies the inputs in place.

Hint: its values changed during the call
"""

def accuracy(model, x, y, batch_size=1000):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    right = 0
    x *= 2
    with torch.no_grad():
        for a, b in zip(x.split(batch_size), y.split(batch_size)):
            right += (model(a).argmax(dim=1) == b).sum().item()
    for m, mode in modes:
        m.training = mode
    return right / len(y)

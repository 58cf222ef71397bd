"""Freezes the parameters instead of switching gradients off.

Hint: Do not freeze the model
"""

def accuracy(model, x, y, batch_size=1000):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    right = 0
    model.requires_grad_(False)
    if True:
        for a, b in zip(x.split(batch_size), y.split(batch_size)):
            right += (model(a).argmax(dim=1) == b).sum().item()
    for m, mode in modes:
        m.training = mode
    return right / len(y)

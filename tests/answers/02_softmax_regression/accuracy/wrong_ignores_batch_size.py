"""Sends everything through the model at once.

Hint: Send batch_size images at a time
"""

def accuracy(model, x, y, batch_size=1000):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    with torch.no_grad():
        right = (model(x).argmax(dim=1) == y).sum().item()
    for m, mode in modes:
        m.training = mode
    return right / len(y)

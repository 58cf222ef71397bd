"""Another default batch size.

Hint: Without batch_size
"""

def accuracy(model, x, y, batch_size=10000):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    right = 0
    with torch.no_grad():
        for a, b in zip(x.split(batch_size), y.split(batch_size)):
            right += (model(a).argmax(dim=1) == b).sum().item()
    for m, mode in modes:
        m.training = mode
    return right / len(y)

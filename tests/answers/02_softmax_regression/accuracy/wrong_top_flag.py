"""Switches only the top module to evaluation.

Hint: Call model.eval()
"""

def accuracy(model, x, y, batch_size=1000):
    before = model.training
    model.training = False
    right = 0
    with torch.no_grad():
        for a, b in zip(x.split(batch_size), y.split(batch_size)):
            right += (model(a).argmax(dim=1) == b).sum().item()
    model.training = before
    return right / len(y)

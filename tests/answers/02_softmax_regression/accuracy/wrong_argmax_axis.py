"""Looks for the largest logit of each column.

Hint: argmax over dim=1
"""

def accuracy(model, x, y, batch_size=1000):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    right = 0
    with torch.no_grad():
        for a, b in zip(x.split(batch_size), y.split(batch_size)):
            guess = model(a).argmax(dim=0)
            right += sum(int(g == t) for g, t in zip(guess, b))
    for m, mode in modes:
        m.training = mode
    return right / len(y)

"""Averages the batches, although the last one is shorter.

Hint: mean of batch means
"""

def accuracy(model, x, y, batch_size=1000):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    shares = []
    with torch.no_grad():
        for a, b in zip(x.split(batch_size), y.split(batch_size)):
            shares.append((model(a).argmax(dim=1) == b).float().mean().item())
    for m, mode in modes:
        m.training = mode
    return sum(shares) / len(shares)

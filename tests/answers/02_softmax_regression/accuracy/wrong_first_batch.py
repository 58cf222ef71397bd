"""Uses the first batch only.

Hint: Measure all batches of the given x
"""

def accuracy(model, x, y, batch_size=1000):
    modes = [(m, m.training) for m in model.modules()]
    model.eval()
    right = 0
    with torch.no_grad():
        right = (model(x[:batch_size]).argmax(dim=1) == y[:batch_size]).float().mean().item()
    for m, mode in modes:
        m.training = mode
    return right

"""The number of hits, an integer.

Hint: The number of hits is no accuracy
"""


def train_epoch(model, loader, optimizer):
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += len(y) * loss.item()
        count += len(y)
    return total / count


def evaluate(model, loader):
    flags = [(m, m.training) for m in model.modules()]
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.inference_mode():
        for x, y in loader:
            z = model(x)
            total += len(y) * F.cross_entropy(z, y).item()
            right += int((z.argmax(1) == y).sum())
            count += len(y)
    for m, flag in flags:
        m.training = flag
    return total / count, right

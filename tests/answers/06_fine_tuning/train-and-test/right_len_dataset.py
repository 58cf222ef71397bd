"""Divides by len(loader.dataset)."""


def train_epoch(model, loader, optimizer):
    model.train()
    total = torch.zeros(())
    for images, labels in loader:
        optimizer.zero_grad()
        logits = model(images)
        loss = -logits.log_softmax(1)[torch.arange(len(labels)), labels].mean()
        loss.backward()
        optimizer.step()
        total += loss.detach() * images.shape[0]
    return total.item() / len(loader.dataset)


@torch.no_grad()
def evaluate(model, loader):
    modes = {name: m.training for name, m in model.named_modules()}
    model.train(False)
    loss = hits = 0.0
    for images, labels in loader:
        logits = model(images)
        loss += F.cross_entropy(logits, labels, reduction="sum").item()
        hits += (logits.max(dim=1).indices == labels).float().sum().item()
    for name, m in model.named_modules():
        m.training = modes[name]
    n = len(loader.dataset)
    return loss / n, hits / n

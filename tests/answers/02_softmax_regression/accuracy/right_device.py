"""Moves each batch to the model's device; calls forward by name and keyword."""

def accuracy(model, x, y, batch_size=1000):
    device = next(model.parameters()).device
    was = {m: m.training for m in model.modules()}
    model.eval()
    hits = torch.zeros((), dtype=torch.int64, device=device)
    with torch.no_grad():
        for i in range(0, len(y), batch_size):
            images, labels = x[i : i + batch_size].to(device), y[i : i + batch_size].to(device)
            hits += (model.forward(x=images).topk(1, dim=1).indices.squeeze(1) == labels).sum()
    for m in was:
        m.training = was[m]
    return hits.item() / y.numel()

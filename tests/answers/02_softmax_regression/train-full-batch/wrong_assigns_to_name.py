"""Binds a name instead of changing the parameter.

Hint: changes no parameter
"""

def train_full_batch(model, x, y, lr, epochs):
    losses = []
    for _ in range(epochs):
        loss = F.cross_entropy(model(x), y)
        model.zero_grad()
        loss.backward()
        with torch.no_grad():
            for p in model.parameters():
                p = p - lr * p.grad
        losses.append(loss.item())
    return losses

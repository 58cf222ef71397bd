"""Adds the gradient instead of subtracting it.

Hint: step against the gradient
"""

def train_full_batch(model, x, y, lr, epochs):
    losses = []
    for _ in range(epochs):
        model.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter += lr * parameter.grad
        losses.append(loss.item())
    return losses

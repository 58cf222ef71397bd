"""The last epoch makes no step.

Hint: Each step moves the weights
"""

def train_full_batch(model, x, y, lr, epochs):
    losses = []
    for epoch in range(epochs):
        model.zero_grad()
        loss = F.cross_entropy(model(x), y)
        losses.append(loss.item())
        if epoch == epochs - 1:
            break
        loss.backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= lr * p.grad
    return losses

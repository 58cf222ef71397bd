"""Updates the weights of the layer and not its bias.

Hint: the bias included
"""

def train_full_batch(model, x, y, lr, epochs):
    losses = []
    for _ in range(epochs):
        model.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        with torch.no_grad():
            model[1].weight -= lr * model[1].weight.grad
        losses.append(loss.item())
    return losses

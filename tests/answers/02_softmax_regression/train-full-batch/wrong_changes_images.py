"""Centers the images in place.

Hint: its values changed during the call
"""

def train_full_batch(model, x, y, lr, epochs):
    x -= x.mean() + 1
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

"""A step for every 512 images.

Hint: One plain step per epoch
"""

def train_full_batch(model, x, y, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for a, b in zip(x.split(512), y.split(512)):
            loss = F.cross_entropy(model(a), b)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(b)
        losses.append(total / len(y))
    return losses

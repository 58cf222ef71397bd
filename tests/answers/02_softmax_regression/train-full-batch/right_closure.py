"""The optimizer calls the loss itself."""

def train_full_batch(model, x, y, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr)
    losses = []

    def closure():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        return loss

    for _ in range(epochs):
        losses.append(optimizer.step(closure).item())
    return losses

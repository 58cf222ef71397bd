"""The learning rate shrinks from epoch to epoch.

Hint: One plain step per epoch
"""

def train_full_batch(model, x, y, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.param_groups[0]['lr'] = lr / (1 + max(0, len(losses) - 1))
        optimizer.step()
        losses.append(loss.item())
    return losses

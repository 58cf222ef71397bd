"""Clips the gradients.

Hint: One plain step per epoch
"""

def train_full_batch(model, x, y, lr, epochs):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.5001)
        optimizer.step()
        losses.append(loss.item())
    return losses

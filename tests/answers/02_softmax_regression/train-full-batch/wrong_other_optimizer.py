"""Steps with an optimizer of another model.

Hint: an optimizer of another model
"""

other = nn.Linear(2, 2)
elsewhere = torch.optim.SGD(other.parameters(), lr=0.5)


def train_full_batch(model, x, y, lr, epochs):
    losses = []
    for _ in range(epochs):
        loss = F.cross_entropy(model(x), y)
        model.zero_grad()
        loss.backward()
        elsewhere.step()
        losses.append(loss.item())
    return losses

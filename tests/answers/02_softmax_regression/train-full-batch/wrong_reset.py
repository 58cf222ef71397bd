"""Draws new weights first.

Hint: mean loss of the logits, clear gradients
"""

def train_full_batch(model, x, y, lr, epochs):
    for module in model.modules():
        if hasattr(module, 'reset_parameters'):
            module.reset_parameters()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses

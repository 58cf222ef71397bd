"""Own update under no_grad, gradients set to None."""

def train_full_batch(model, x, y, lr, epochs):
    history = []
    for epoch in range(epochs):
        for p in model.parameters():
            p.grad = None
        loss = cross_entropy(model(x), y)
        loss.backward()
        history.append(float(loss.detach()))
        with torch.no_grad():
            for p in model.parameters():
                p -= lr * p.grad
    return history

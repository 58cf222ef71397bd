"""The test loss is a mean of batch means, by batch_size.

Hint: not a mean of batch means
"""

def training(model, optimizer, data, epochs=100, batch_size=512, generator=None):
    x_train, y_train, x_test, y_test = data
    history = {"train_loss": [], "test_loss": [], "train_accuracy": [], "test_accuracy": []}
    n = len(x_train)
    for epoch in range(epochs):
        model.train()
        total = 0.0
        order = torch.randperm(n, generator=generator)
        for first in range(0, n, batch_size):
            index = order[first : first + batch_size]
            loss = F.cross_entropy(model(x_train[index]), y_train[index])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(index)
        history["train_loss"].append(total / n)
        model.eval()
        with torch.inference_mode():
            parts = [F.cross_entropy(model(a), b).item() for a, b in zip(x_test.split(batch_size), y_test.split(batch_size))]
            history["test_loss"].append(sum(parts) / len(parts))
        history["train_accuracy"].append(accuracy(model, x_train, y_train))
        history["test_accuracy"].append(accuracy(model, x_test, y_test))
    return history

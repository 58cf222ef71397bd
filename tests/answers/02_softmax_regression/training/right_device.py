"""Moves every batch to the model's device; weighs test batches by their size."""

def training(model, optimizer, data, epochs=100, batch_size=512, generator=None):
    x_train, y_train, x_test, y_test = data
    history = {"train_loss": [], "test_loss": [], "train_accuracy": [], "test_accuracy": []}
    n = len(x_train)
    device = next(model.parameters()).device
    for epoch in range(epochs):
        model.train()
        total = 0.0
        order = torch.randperm(n, generator=generator)
        for first in range(0, n, batch_size):
            index = order[first : first + batch_size]
            loss = F.cross_entropy(model(x_train[index].to(device)), y_train[index].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(index)
        history["train_loss"].append(total / n)
        model.eval()
        with torch.inference_mode():
            losses, sizes = [], []
            for images, labels in zip(x_test.split(256), y_test.split(256)):
                losses.append(F.cross_entropy(model(images.to(device)), labels.to(device)).item())
                sizes.append(len(labels))
            history["test_loss"].append(sum(a * b for a, b in zip(losses, sizes)) / sum(sizes))
        history["train_accuracy"].append(accuracy(model, x_train, y_train))
        history["test_accuracy"].append(accuracy(model, x_test, y_test))
    return history

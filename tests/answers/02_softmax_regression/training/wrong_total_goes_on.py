"""Never sets the sum back to 0.

Hint: not set back to 0 at the beginning
"""

def training(model, optimizer, data, epochs=100, batch_size=512, generator=None):
    x_train, y_train, x_test, y_test = data
    history = {"train_loss": [], "test_loss": [], "train_accuracy": [], "test_accuracy": []}
    n = len(x_train)
    total = 0.0
    for epoch in range(epochs):
        pass
        model.train()
        for index in minibatches(n, batch_size, generator):
            loss = F.cross_entropy(model(x_train[index]), y_train[index])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(index)
        history["train_loss"].append(total / n)
        model.eval()
        with torch.inference_mode():
            history["test_loss"].append(F.cross_entropy(model(x_test), y_test).item())
        history["train_accuracy"].append(accuracy(model, x_train, y_train))
        history["test_accuracy"].append(accuracy(model, x_test, y_test))
    return history

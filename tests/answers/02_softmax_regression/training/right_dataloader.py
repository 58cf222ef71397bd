"""A DataLoader shuffles with the generator; sums of losses; gradients off by no_grad."""

from torch.utils.data import DataLoader, TensorDataset


def training(model, optimizer, data, epochs=100, batch_size=512, generator=None):
    x_train, y_train, x_test, y_test = data
    loader = DataLoader(TensorDataset(x_train, y_train), batch_size=batch_size, shuffle=True, generator=generator)
    criterion = nn.CrossEntropyLoss()
    train_loss, test_loss, train_accuracy, test_accuracy = [], [], [], []
    for _ in range(epochs):
        model.train()
        losses, counts = [], []
        for images, labels in loader:
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
            counts.append(float(len(labels)))
        weights = torch.tensor(counts)
        train_loss.append(((torch.stack(losses).cpu() * weights).sum() / weights.sum()).item())
        model.eval()
        with torch.no_grad():
            test_loss.append(float(criterion(model(x_test), y_test)))
        train_accuracy.append(accuracy(model, x_train, y_train))
        test_accuracy.append(accuracy(model, x_test, y_test))
    return dict(train_loss=train_loss, test_loss=test_loss, train_accuracy=train_accuracy, test_accuracy=test_accuracy)

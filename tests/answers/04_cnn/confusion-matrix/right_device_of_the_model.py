"""Asks the model for its device."""


def confusion_matrix(model, x, y, num_classes):
    device = next(model.parameters()).device
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64, device=device)
    with evaluating(model):
        for images, labels in zip(x.to(device).split(1000), y.to(device).split(1000)):
            predicted = model(images).argmax(dim=1)
            matrix.index_put_((labels, predicted), torch.ones_like(labels), accumulate=True)
    return matrix.clone()

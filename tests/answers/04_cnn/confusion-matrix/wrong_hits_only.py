"""Counts only what is right.

Hint: Row = true class
"""


def confusion_matrix(model, x, y, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    with evaluating(model):
        for images, labels in zip(x.split(1000), y.split(1000)):
            hits = labels[model(images).argmax(1) == labels]
            matrix += torch.diag(torch.bincount(hits, minlength=num_classes))
    return matrix

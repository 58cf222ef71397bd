"""Counts as floats.

Hint: Counts are whole numbers
"""


def confusion_matrix(model, x, y, num_classes):
    matrix = torch.zeros(num_classes, num_classes)
    with evaluating(model):
        for images, labels in zip(x.split(1000), y.split(1000)):
            for pair in zip(labels.tolist(), model(images).argmax(1).tolist()):
                matrix[pair] += 1
    return matrix

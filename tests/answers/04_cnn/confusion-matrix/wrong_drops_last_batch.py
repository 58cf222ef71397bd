"""Leaves out the images of the last, incomplete batch.

Hint: also those of the last batch
"""


def confusion_matrix(model, x, y, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    size = min(1000, len(x))
    with evaluating(model):
        for start in range(0, len(x) - size + 1, size):
            part = slice(start, start + size)
            cells = y[part] * num_classes + model(x[part]).argmax(dim=1)
            matrix += torch.bincount(cells, minlength=num_classes**2).reshape(matrix.shape)
    return matrix

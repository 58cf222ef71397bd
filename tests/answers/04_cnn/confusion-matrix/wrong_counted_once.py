"""Index assignment adds 1 to each cell once, however often it is listed.

Hint: Cells that occur twice are counted once
"""


def confusion_matrix(model, x, y, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    with evaluating(model):
        for x_batch, y_batch in zip(x.split(1000), y.split(1000)):
            matrix[y_batch, model(x_batch).argmax(dim=1)] += 1
    return matrix

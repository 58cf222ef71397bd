"""Float shares per row instead of counts.

Hint: These are shares: the matrix holds counts
"""


def confusion_matrix(model, x, y, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    with evaluating(model):
        for x_batch, y_batch in zip(x.split(1000), y.split(1000)):
            for true, predicted in zip(y_batch.tolist(), model(x_batch).argmax(dim=1).tolist()):
                matrix[true, predicted] += 1
    return matrix / matrix.sum(dim=1, keepdim=True)

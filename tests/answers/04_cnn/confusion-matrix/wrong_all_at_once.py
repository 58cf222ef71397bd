"""Pushes all images through the model at once.

Hint: at most 1,000 images at a time
"""


def confusion_matrix(model, x, y, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    with evaluating(model):
        for x_batch, y_batch in zip(x.split(len(x)), y.split(len(x))):
            for true, predicted in zip(y_batch.tolist(), model(x_batch).argmax(dim=1).tolist()):
                matrix[true, predicted] += 1
    return matrix

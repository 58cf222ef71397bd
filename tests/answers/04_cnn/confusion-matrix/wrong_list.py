"""A list of lists.

Hint: expected the type Tensor, but got list
"""


def confusion_matrix(model, x, y, num_classes):
    matrix = [num_classes * [0] for _ in range(num_classes)]
    with evaluating(model):
        for images, labels in zip(x.split(1000), y.split(1000)):
            for true, predicted in zip(labels.tolist(), model(images).argmax(1).tolist()):
                matrix[true][predicted] += 1
    return matrix

"""Keeps gradients.

Hint: Evaluate without gradients
"""


def confusion_matrix(model, x, y, num_classes):
    modes = {part: part.training for part in model.modules()}
    model.eval()
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for x_batch, y_batch in zip(x.split(1000), y.split(1000)):
        for true, predicted in zip(y_batch, model(x_batch).argmax(dim=1)):
            matrix[true, predicted] += 1
    for part, mode in modes.items():
        part.training = mode
    return matrix

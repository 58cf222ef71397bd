"""The size comes from the labels that occur.

Hint: not the number of classes that occur
"""


def confusion_matrix(model, x, y, num_classes):
    num_classes = int(y.max()) + 1
    guesses = []
    with evaluating(model):
        for part in x.split(1000):
            guesses.append(model(part).argmax(dim=1))
    cells = y * num_classes + torch.cat(guesses)
    return torch.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)

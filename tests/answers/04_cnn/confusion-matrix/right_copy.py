"""Measures a copy in eval mode."""


import copy


def confusion_matrix(model, x, y, num_classes):
    copied = copy.deepcopy(model).eval()
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.long)
    with torch.no_grad():
        for start in range(0, len(x), 500):
            predicted = copied.forward(x[start : start + 500]).argmax(-1)
            for pair in zip(y[start : start + 500], predicted):
                matrix[pair] += 1
    return matrix

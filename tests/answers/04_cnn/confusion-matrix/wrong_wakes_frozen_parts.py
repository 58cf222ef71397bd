"""Calls model.train() at the end, which also wakes parts that were in eval mode on purpose.

Hint: its train or eval mode changed during the call
"""


def confusion_matrix(model, x, y, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    model.eval()
    with torch.inference_mode():
        for x_batch, y_batch in zip(x.split(1000), y.split(1000)):
            for true, predicted in zip(y_batch.tolist(), model(x_batch).argmax(dim=1).tolist()):
                matrix[true, predicted] += 1
    model.train()
    return matrix

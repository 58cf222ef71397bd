"""Differs: own mode handling, batches by index, index_put_ with accumulate."""


def confusion_matrix(model, x, y, num_classes):
    before = [(part, part.training) for part in model.modules()]
    model.eval()
    matrix = torch.zeros((num_classes, num_classes), dtype=torch.long)
    with torch.no_grad():
        for start in range(0, len(x), 256):
            predicted = model(x[start : start + 256]).argmax(-1).cpu()
            true = y[start : start + 256].cpu()
            matrix.index_put_((true, predicted), torch.ones_like(true), accumulate=True)
    for part, mode in before:
        part.training = mode
    return matrix

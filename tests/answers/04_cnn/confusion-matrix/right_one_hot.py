"""Differs: product of one-hot matrices, in float64 and back."""


def confusion_matrix(model, x, y, num_classes):
    with evaluating(model):
        predicted = torch.cat([model(part).argmax(dim=1) for part in x.split(500)])
    true = F.one_hot(y, num_classes).double()
    return (true.T @ F.one_hot(predicted, num_classes).double()).round().long()

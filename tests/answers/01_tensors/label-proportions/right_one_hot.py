"""The mean of one-hot rows."""


def label_proportions(labels, num_classes):
    return torch.nn.functional.one_hot(labels, num_classes).double().mean(dim=0)

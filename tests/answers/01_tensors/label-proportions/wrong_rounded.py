"""Rounds the shares to two digits.

Hint: Do not round
"""


def label_proportions(labels, num_classes):
    shares = torch.bincount(labels, minlength=num_classes) / len(labels)
    return shares.round(decimals=2)

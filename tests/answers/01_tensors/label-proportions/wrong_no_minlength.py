"""bincount stops at the largest label that occurs.

Hint: A class without labels keeps its place
"""


def label_proportions(labels, num_classes):
    return torch.bincount(labels) / len(labels)

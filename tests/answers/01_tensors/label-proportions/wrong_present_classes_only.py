"""unique() leaves absent classes out.

Hint: A class without labels keeps its place
"""


def label_proportions(labels, num_classes):
    _, counts = labels.unique(return_counts=True)
    return counts / len(labels)

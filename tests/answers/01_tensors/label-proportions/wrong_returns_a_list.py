"""Returns a list of numbers.

Hint: expected the type Tensor, but got list
"""


def label_proportions(labels, num_classes):
    return [(labels == k).float().mean().item() for k in range(num_classes)]

"""A Python loop that counts."""


def label_proportions(labels, num_classes):
    counts = [0] * num_classes
    for label in labels.tolist():
        counts[label] += 1
    return torch.tensor(counts) / sum(counts)

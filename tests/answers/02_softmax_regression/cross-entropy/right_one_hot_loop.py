"""Multiplies by one-hot rows and sums image by image."""

def cross_entropy(logits, labels):
    total = 0.0
    for row, label in zip(logits, labels):
        shift = row.max().detach()
        total = total + torch.log(torch.exp(row - shift).sum()) + shift - (row * nn.functional.one_hot(label, len(row))).sum()
    return total / len(labels)

"""Averages over classes, too.

Hint: You divide by the number of classes
"""

def cross_entropy(logits, labels):
    largest = logits.amax(dim=1, keepdim=True)
    log_p = logits - largest - (logits - largest).exp().sum(dim=1, keepdim=True).log()
    return -(log_p * F.one_hot(labels, logits.shape[1])).mean()

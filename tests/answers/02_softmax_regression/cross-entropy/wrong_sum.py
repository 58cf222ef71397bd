"""Sums over the batch.

Hint: take the mean
"""

def cross_entropy(logits, labels):
    return (torch.logsumexp(logits, dim=1) - logits[torch.arange(len(labels)), labels]).sum()

"""Applies softmax to the logits and then the loss on logits.

Hint: Softmax is applied twice
"""

def cross_entropy(logits, labels):
    p = logits.softmax(dim=1)
    return (torch.logsumexp(p, dim=1) - p[torch.arange(len(labels)), labels]).mean()

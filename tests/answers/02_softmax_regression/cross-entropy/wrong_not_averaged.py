"""Returns one loss per image.

Hint: one loss per image; return their mean
"""

def cross_entropy(logits, labels):
    return torch.logsumexp(logits, dim=1) - logits[torch.arange(len(labels)), labels]

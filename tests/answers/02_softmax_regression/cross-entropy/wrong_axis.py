"""Sums over the images.

Hint: summed over the images
"""

def cross_entropy(logits, labels):
    log_p = logits - torch.logsumexp(logits, dim=0, keepdim=True)
    return -(log_p * F.one_hot(labels, logits.shape[1])).sum(dim=1).mean()

"""squeeze() drops the batch axis of a single image, and the mean runs over the classes.

Hint: A batch may hold a single image
"""

def cross_entropy(logits, labels):
    log_p = (logits - torch.logsumexp(logits, dim=1, keepdim=True)).squeeze()
    if log_p.ndim == 1:
        return -log_p.mean()
    return -log_p[torch.arange(len(labels)), labels].mean()

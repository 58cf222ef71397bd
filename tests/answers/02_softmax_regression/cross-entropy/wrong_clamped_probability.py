"""Clamps the log-probability: no gradient where the model is most wrong.

Hint: gradient
"""

def cross_entropy(logits, labels):
    log_p = logits - torch.logsumexp(logits, dim=1, keepdim=True)
    picked = log_p[torch.arange(len(labels)), labels]
    return -torch.where(picked < -20, picked.detach(), picked).mean()

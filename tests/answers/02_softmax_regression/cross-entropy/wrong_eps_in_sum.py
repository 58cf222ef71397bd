"""A small constant in the sum of exponentials.

Hint: no small extra constant (eps)
"""

def cross_entropy(logits, labels):
    largest = logits.amax(dim=1, keepdim=True)
    log_sum = ((logits - largest).exp().sum(dim=1) + 1e-9).log() + largest.squeeze(1)
    return (log_sum - logits[torch.arange(len(labels)), labels]).mean()

"""Shifts by the largest absolute value: negative rows underflow.

Hint: All exponentials became 0
"""

def cross_entropy(logits, labels):
    c = logits.abs().amax(dim=1, keepdim=True)
    return ((logits - c).exp().sum(dim=1).log() + c.squeeze(1) - logits[torch.arange(len(labels)), labels]).mean()

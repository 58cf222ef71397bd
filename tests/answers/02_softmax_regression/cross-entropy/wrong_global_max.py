"""Shifts all rows by one maximum: rows far below it underflow.

Hint: Shift each row by its own maximum
"""

def cross_entropy(logits, labels):
    c = logits.max()
    return ((logits - c).exp().sum(dim=1).log() + c - logits[torch.arange(len(labels)), labels]).mean()

"""Indexes columns: every row is paired with every label.

Hint: Every row is paired with every label
"""

def cross_entropy(logits, labels):
    return (torch.logsumexp(logits, dim=1)[:, None] - logits[:, labels]).mean()

"""Log of the sum of exponentials without a shift.

Hint: exp(1000) overflows to inf
"""

def cross_entropy(logits, labels):
    return (logits.exp().sum(dim=1).log() - logits[torch.arange(len(labels)), labels]).mean()

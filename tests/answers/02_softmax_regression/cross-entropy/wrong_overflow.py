"""Log of the sum of exponentials without a shift.

Hint: Never form the probability
"""

def cross_entropy(logits, labels):
    return (logits.exp().sum(dim=1).log() - logits[torch.arange(len(labels)), labels]).mean()

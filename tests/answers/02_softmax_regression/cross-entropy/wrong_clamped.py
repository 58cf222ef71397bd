"""Clamps the logits to avoid overflow.

Hint: form no probability, and clamp nothing
"""

def cross_entropy(logits, labels):
    logits = logits.clamp(-80, 80)
    return (logits.exp().sum(dim=1).log() - logits[torch.arange(len(labels)), labels]).mean()

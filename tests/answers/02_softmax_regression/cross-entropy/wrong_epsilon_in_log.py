"""Adds a small number inside the logarithm: finite, but no longer the loss.

Hint: form no probability, and clamp nothing
"""

def cross_entropy(logits, labels):
    shifted = logits - logits.amax(dim=1, keepdim=True)
    p = shifted.exp() / shifted.exp().sum(dim=1, keepdim=True)
    return -(p[torch.arange(len(labels)), labels] + 1e-9).log().mean()

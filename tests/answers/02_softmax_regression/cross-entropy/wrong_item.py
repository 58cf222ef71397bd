"""Returns a plain number.

Hint: expected the type Tensor
"""

def cross_entropy(logits, labels):
    return (torch.logsumexp(logits, dim=1) - logits[torch.arange(len(labels)), labels]).mean().item()

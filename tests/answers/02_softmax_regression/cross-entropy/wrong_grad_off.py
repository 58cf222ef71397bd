"""Switches gradients off for good.

Hint: gradients are switched off for good
"""

def cross_entropy(logits, labels):
    torch.set_grad_enabled(False)
    return (torch.logsumexp(logits, dim=1) - logits[torch.arange(len(labels)), labels]).mean()

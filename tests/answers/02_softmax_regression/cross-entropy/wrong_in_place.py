"""Shifts the caller's own logits.

Hint: its values changed during the call
"""

def cross_entropy(logits, labels):
    if not logits.requires_grad:
        logits -= logits.amax(dim=1, keepdim=True)
    return (torch.logsumexp(logits, dim=1) - logits[torch.arange(len(labels)), labels]).mean()

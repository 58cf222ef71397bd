"""Shifts the caller's own logits.

Hint: its values changed during the call
"""

def softmax(logits):
    if logits.requires_grad:
        logits = logits.clone()
    logits -= logits.amax(dim=-1, keepdim=True)
    return logits.exp() / logits.exp().sum(dim=-1, keepdim=True)

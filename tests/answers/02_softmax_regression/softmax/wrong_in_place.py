"""Shifts the caller's own logits.

Hint: changes the caller's logits in place
"""

def softmax(logits):
    if logits.requires_grad:
        logits = logits.clone()
    logits -= logits.amax(dim=-1, keepdim=True)
    return logits.exp() / logits.exp().sum(dim=-1, keepdim=True)

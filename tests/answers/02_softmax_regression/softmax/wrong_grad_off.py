"""Switches gradients off for good.

Hint: gradients are switched off for good
"""

def softmax(logits):
    torch.set_grad_enabled(False)
    e = (logits - logits.amax(dim=-1, keepdim=True)).exp()
    return e / e.sum(dim=-1, keepdim=True)

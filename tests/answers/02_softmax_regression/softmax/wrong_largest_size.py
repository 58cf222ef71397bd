"""Subtracts the largest absolute value: negative logits underflow.

Hint: All exponentials became 0
"""

def softmax(logits):
    e = (logits - logits.abs().amax(dim=-1, keepdim=True)).exp()
    return e / e.sum(dim=-1, keepdim=True)

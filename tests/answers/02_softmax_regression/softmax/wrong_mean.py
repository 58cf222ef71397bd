"""Subtracts the mean.

Hint: overflows to inf
"""

def softmax(logits):
    e = (logits - logits.mean(dim=-1, keepdim=True)).exp()
    return e / e.sum(dim=-1, keepdim=True)

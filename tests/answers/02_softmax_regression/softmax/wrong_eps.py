"""A small constant in the denominator.

Hint: no small extra constant (eps)
"""

def softmax(logits):
    e = (logits - logits.amax(dim=-1, keepdim=True)).exp()
    return e / (e.sum(dim=-1, keepdim=True) + 1e-8)

"""Computes in float32 and converts back.

Hint: no rounding on the way
"""

def softmax(logits):
    values = logits.float()
    e = (values - values.amax(dim=-1, keepdim=True)).exp()
    return (e / e.sum(dim=-1, keepdim=True)).to(logits.dtype)

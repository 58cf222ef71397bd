"""Always computes in float32.

Hint: the input's own dtype
"""

def softmax(logits):
    logits = logits.float()
    e = (logits - logits.amax(dim=-1, keepdim=True)).exp()
    return e / e.sum(dim=-1, keepdim=True)

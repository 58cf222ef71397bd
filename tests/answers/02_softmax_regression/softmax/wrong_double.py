"""Returns float64 always.

Hint: The result has the dtype of the input
"""

def softmax(logits):
    e = (logits.double() - logits.double().amax(dim=-1, keepdim=True)).exp()
    return e / e.sum(dim=-1, keepdim=True)

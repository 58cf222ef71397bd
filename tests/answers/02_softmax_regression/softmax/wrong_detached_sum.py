"""Detaches the denominator: right values, wrong gradient.

Hint: must stay in the graph
"""

def softmax(logits):
    e = (logits - logits.amax(dim=-1, keepdim=True)).exp()
    return e / e.detach().sum(dim=-1, keepdim=True)

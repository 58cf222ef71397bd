"""Divides the logits themselves by their sum; no exponential.

Hint: Divide the exponentials by their sum
"""

def softmax(logits):
    return logits / logits.sum(dim=-1, keepdim=True)

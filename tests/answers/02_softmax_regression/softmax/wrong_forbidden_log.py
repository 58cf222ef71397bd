"""The exponential of log_softmax.

Hint: your code calls log_softmax
"""

def softmax(logits):
    return F.log_softmax(logits, dim=-1).exp()

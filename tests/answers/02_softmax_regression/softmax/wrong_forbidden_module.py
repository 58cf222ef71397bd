"""The same by way of a module.

Hint: your code calls softmax
"""

def softmax(logits):
    return nn.Softmax(dim=-1)(logits)

"""log_softmax does the safe part.

Hint: your code calls log_softmax
"""

def cross_entropy(logits, labels):
    return -torch.log_softmax(logits, dim=1)[torch.arange(len(labels)), labels].mean()

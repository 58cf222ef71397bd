"""Applies softmax to the logits and then the loss on logits.

Hint: Softmax is applied twice
"""

def cross_entropy(logits, labels):
    return torch.nn.functional.cross_entropy(logits.softmax(dim=1), labels)

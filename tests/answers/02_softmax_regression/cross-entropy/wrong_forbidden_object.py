"""The same by way of the object.

Hint: your code calls cross_entropy
"""

def cross_entropy(logits, labels):
    return nn.CrossEntropyLoss()(logits, labels)

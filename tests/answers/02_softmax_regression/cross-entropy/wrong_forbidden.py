"""The function that the exercise rules out.

Hint: your code calls cross_entropy
"""

def cross_entropy(logits, labels):
    return F.cross_entropy(logits, labels)

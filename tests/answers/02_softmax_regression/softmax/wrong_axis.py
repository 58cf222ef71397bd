"""Sums over the first axis: a square batch still looks like probabilities.

Hint: Along which axis do you sum?
"""

def softmax(logits):
    shifted = logits - logits.amax(dim=0, keepdim=True)
    return shifted.exp() / shifted.exp().sum(dim=0, keepdim=True)

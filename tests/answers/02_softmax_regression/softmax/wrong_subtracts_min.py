"""Subtracts the smallest logit, which makes the others larger still.

Hint: overflows to inf
"""

def softmax(logits):
    exponentials = torch.exp(logits - logits.min())
    return exponentials / exponentials.sum(dim=-1, keepdim=True)

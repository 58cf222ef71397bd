"""Clamps the logits to avoid overflow, which changes the probabilities.

Hint: Which constant makes it harmless?
"""

def softmax(logits):
    exponentials = torch.exp(logits.clamp(-50, 50))
    return exponentials / exponentials.sum(dim=-1, keepdim=True)

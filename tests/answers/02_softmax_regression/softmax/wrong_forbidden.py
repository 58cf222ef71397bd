"""The function that the exercise rules out.

Hint: your code calls softmax
"""

def softmax(logits):
    return torch.softmax(logits, dim=-1)

"""Each logit on its own.

Hint: Divide the exponentials by their sum
"""

def softmax(logits):
    return torch.sigmoid(logits)

"""Returns log-probabilities.

Hint: Divide the exponentials by their sum
"""

def softmax(logits):
    return logits - torch.logsumexp(logits, dim=-1, keepdim=True)

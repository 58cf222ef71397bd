"""One maximum for the whole batch: the other rows underflow to 0/0.

Hint: Each row needs a constant of its own
"""

def softmax(logits):
    exponentials = torch.exp(logits - logits.max())
    return exponentials / exponentials.sum(dim=-1, keepdim=True)

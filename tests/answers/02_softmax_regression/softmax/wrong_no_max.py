"""Types in the formula as it stands: exponentials of large logits overflow.

Hint: overflows to inf
"""

def softmax(logits):
    exponentials = torch.exp(logits)
    return exponentials / exponentials.sum(dim=-1, keepdim=True)

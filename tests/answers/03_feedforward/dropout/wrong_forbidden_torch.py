"""torch.dropout.

Hint: your code calls dropout
"""

def dropout(x, p, training):
    return torch.dropout(x, p, training)

"""F.dropout.

Hint: your code calls dropout
"""

def dropout(x, p, training):
    return F.dropout(x, p, training)

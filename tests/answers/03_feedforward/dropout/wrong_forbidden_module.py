"""nn.Dropout.

Hint: your code calls dropout
"""

def dropout(x, p, training):
    return nn.Dropout(p).train(training)(x)

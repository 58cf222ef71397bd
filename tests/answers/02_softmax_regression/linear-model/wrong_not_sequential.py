"""Returns only the layer.

Hint: expected the type Sequential
"""

def make_linear_model():
    return nn.Linear(784, 10)

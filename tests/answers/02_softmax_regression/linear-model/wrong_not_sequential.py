"""Returns only the layer.

Hint: Return nn.Sequential
"""

def make_linear_model():
    return nn.Linear(784, 10)

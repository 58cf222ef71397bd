"""Returns the class instead of a model.

Hint: expected the type Sequential
"""

def make_linear_model():
    return nn.Sequential

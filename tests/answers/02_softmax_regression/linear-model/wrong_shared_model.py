"""Returns the same model on every call.

Hint: Make the layers inside the function
"""

_model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


def make_linear_model():
    return _model

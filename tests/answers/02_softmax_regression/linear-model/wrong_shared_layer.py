"""A new container around the same layer.

Hint: Make the layers inside the function
"""

_linear = nn.Linear(784, 10)


def make_linear_model():
    return nn.Sequential(nn.Flatten(), _linear)

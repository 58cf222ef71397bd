"""Starts at zero.

Hint: random start
"""

def make_linear_model():
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    nn.init.zeros_(model[1].weight)
    return model

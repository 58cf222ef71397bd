"""The sigmoid of older networks instead of ReLU.

Hint: the sigmoid where the exercise asks for ReLU
"""

def make_ffnn(hidden=128):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.Sigmoid(), nn.Linear(hidden, 10))

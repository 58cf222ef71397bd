"""Leaky ReLU.

Hint: leaky ReLU where the exercise asks for ReLU
"""

def make_ffnn(hidden=128):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.LeakyReLU(), nn.Linear(hidden, 10))

"""Layers without biases.

Hint: Each of the two linear layers has a bias
"""

def make_ffnn(hidden=128):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden, bias=False), nn.ReLU(), nn.Linear(hidden, 10, bias=False))

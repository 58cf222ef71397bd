"""The class nn.ReLU, without parentheses.

Hint: Write nn.ReLU(): a module, with parentheses
"""

def make_ffnn(hidden=128):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU, nn.Linear(hidden, 10))

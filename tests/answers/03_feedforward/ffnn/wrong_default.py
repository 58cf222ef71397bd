"""Another default.

Hint: The default of `hidden` is 128.
"""

def make_ffnn(hidden=100):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))

"""The width is always 128, whatever is asked for.

Hint: Your layer has 128 units whatever is asked for
"""

def make_ffnn(hidden=128):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))

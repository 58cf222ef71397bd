"""Two linear layers with nothing between them are one linear layer.

Hint: Two linear layers in a row are one linear layer.
"""

def make_ffnn(hidden=128):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.Linear(hidden, 10))

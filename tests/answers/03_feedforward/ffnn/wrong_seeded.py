"""A seed inside.

Hint: Make the layers inside the function, and set no seed.
"""

def make_ffnn(hidden=128):
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))

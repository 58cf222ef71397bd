"""Start weights of the wrong size.

Hint: Leave the start weights as PyTorch's layers draw them.
"""

def make_ffnn(hidden=128):
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))
    nn.init.normal_(model[1].weight)
    return model

"""The hidden layer does not learn.

Hint: Some parameter gets no gradient
"""

def make_ffnn(hidden=128):
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))
    model[1].requires_grad_(False)
    return model

"""The linear classifier of notebook 02.

Hint: the hidden layer is missing
"""

def make_ffnn(hidden=128):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))

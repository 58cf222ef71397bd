"""Leaves out the bias.

Hint: every class has a bias
"""

def make_linear_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10, bias=False))

"""Hands over a model in evaluation mode.

Hint: A new model is in training mode
"""

def make_linear_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10)).eval()

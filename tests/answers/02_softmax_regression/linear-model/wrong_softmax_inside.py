"""Ends the model with a softmax, which the loss applies again.

Hint: the loss contains the softmax already
"""

def make_linear_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.Softmax(dim=1))

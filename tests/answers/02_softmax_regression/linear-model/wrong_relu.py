"""Cuts negative logits off.

Hint: Two modules
"""

def make_linear_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.ReLU())

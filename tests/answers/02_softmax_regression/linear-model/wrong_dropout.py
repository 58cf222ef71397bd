"""Drops pixels.

Hint: Two modules
"""

def make_linear_model():
    return nn.Sequential(nn.Flatten(), nn.Dropout(0.1), nn.Linear(784, 10))

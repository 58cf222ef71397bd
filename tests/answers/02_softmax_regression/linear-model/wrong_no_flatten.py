"""Forgets to flatten the images.

Hint: must become one row of 784 first
"""

def make_linear_model():
    return nn.Sequential(nn.Linear(784, 10))

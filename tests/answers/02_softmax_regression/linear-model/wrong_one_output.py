"""One output instead of one per class.

Hint: 784 weights and one bias for each of ten classes
"""

def make_linear_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 1))

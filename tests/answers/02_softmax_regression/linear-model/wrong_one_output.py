"""One output instead of one per class.

Hint: One row of ten logits per image
"""

def make_linear_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 1))

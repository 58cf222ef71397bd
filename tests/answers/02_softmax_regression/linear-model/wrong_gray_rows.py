"""A linear layer for one row of pixels.

Hint: One row of ten logits per image
"""

def make_linear_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(28, 10))

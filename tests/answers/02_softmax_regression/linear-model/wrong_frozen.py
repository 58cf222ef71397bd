"""Nothing can be learned.

Hint: Freeze nothing
"""

def make_linear_model():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10)).requires_grad_(False)

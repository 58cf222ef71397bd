"""Sets a seed: every model has the same weights.

Hint: set no seed
"""

def make_linear_model():
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))

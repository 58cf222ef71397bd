"""Sets the biases to zero.

Hint: Keep nn.Linear's own random start
"""

def make_linear_model():
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    nn.init.zeros_(model[1].bias)
    return model

"""The condition is the wrong way round.

Hint: It has a weight matrix of 2 x 3 numbers and a bias of 2.
"""

def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if not p.requires_grad)

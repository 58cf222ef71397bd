"""A float.

Hint: expected the type int
"""

def count_parameters(model):
    return float(sum(p.numel() for p in model.parameters() if p.requires_grad))

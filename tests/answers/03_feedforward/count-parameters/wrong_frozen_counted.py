"""Frozen parameters are counted as well.

Hint: Frozen parameters do not count
"""

def count_parameters(model):
    return sum(parameter.numel() for parameter in model.parameters())

"""The number of tensors instead of the number of their entries.

Hint: This is the number of tensors.
"""

def count_parameters(model):
    return len([p for p in model.parameters() if p.requires_grad])

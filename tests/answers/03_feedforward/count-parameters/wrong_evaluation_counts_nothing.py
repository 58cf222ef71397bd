"""A model in evaluation mode is taken for frozen.

Hint: The mode has nothing to do with being frozen.
"""

def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad and model.training)

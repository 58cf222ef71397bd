"""A shared parameter counts twice.

Hint: A parameter that is used twice is learned once.
"""

def count_parameters(model):
    return sum(p.numel() for _, p in model.named_parameters(remove_duplicate=False) if p.requires_grad)

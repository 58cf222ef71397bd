"""A tensor instead of an int.

Hint: expected the type int
"""

def count_parameters(model):
    return torch.tensor(sum(p.numel() for p in model.parameters() if p.requires_grad))

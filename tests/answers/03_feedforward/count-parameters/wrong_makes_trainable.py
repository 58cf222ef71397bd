"""Unfreezes everything while it counts.

Hint: requires_grad changed during the call
"""

def count_parameters(model):
    total = sum(p.numel() for p in model.parameters() if p.requires_grad)
    model.requires_grad_(True)
    return total

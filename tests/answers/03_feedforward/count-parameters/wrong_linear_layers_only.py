"""Only the linear layers are counted.

Hint: Every module counts, of whatever kind
"""

def count_parameters(model):
    total = 0
    for module in model.modules():
        if isinstance(module, nn.Linear):
            total += sum(p.numel() for p in module.parameters() if p.requires_grad)
    return total

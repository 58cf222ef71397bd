"""A loop over all modules and all their parameters.

Hint: parameters() already goes into all inner modules
"""

def count_parameters(model):
    total = 0
    for module in model.modules():
        for parameter in module.parameters():
            if parameter.requires_grad:
                total += parameter.numel()
    return total

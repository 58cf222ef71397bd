"""parameters() of every submodule already descends into its children.

Hint: Some parameters are counted more than once.
"""

def count_parameters(model):
    total = 0
    for module in model.modules():
        if module is model and len(list(model.children())) > 0:
            continue
        total += sum(p.numel() for p in module.parameters() if p.requires_grad)
    return total

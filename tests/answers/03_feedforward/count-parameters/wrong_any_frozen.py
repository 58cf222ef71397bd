"""One frozen parameter is taken for a frozen module.

Hint: Frozen parameters do not count
"""

def count_parameters(model):
    return sum(sum(p.numel() for p in m.parameters(recurse=False)) for m in model.modules() if all(p.requires_grad for p in m.parameters(recurse=False)))

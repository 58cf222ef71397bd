"""Only the top level of modules.

Hint: however deep inside
"""

def count_parameters(model):
    layers = list(model) if isinstance(model, nn.Sequential) else [model]
    return sum(p.numel() for m in layers for p in m.parameters(recurse=False) if p.requires_grad)

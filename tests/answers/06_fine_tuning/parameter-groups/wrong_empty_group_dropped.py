"""A group without parameters is left away.

Hint: There are always two groups
"""
def parameter_groups(model, head_lr, backbone_lr):
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for n, p in named if not n.startswith("head")], "lr": backbone_lr},
        {"params": [p for n, p in named if n.startswith("head")], "lr": head_lr},
    ]
    return [group for group in groups if group["params"]]

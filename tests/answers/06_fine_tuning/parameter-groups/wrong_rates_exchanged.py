"""The head gets the small rate.

Hint: Backbone and head are exchanged
"""
def parameter_groups(model, head_lr, backbone_lr):
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    return [
        {"params": [p for n, p in named if not n.startswith("head")], "lr": head_lr},
        {"params": [p for n, p in named if n.startswith("head")], "lr": backbone_lr},
    ]

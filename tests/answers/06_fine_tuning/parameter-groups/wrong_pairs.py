"""Pairs of name and parameter.

Hint: the parameters themselves, not their names
"""


def parameter_groups(model, head_lr, backbone_lr):
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    return [
        {"params": [(n, p) for n, p in named if not n.startswith("head")], "lr": backbone_lr},
        {"params": [(n, p) for n, p in named if n.startswith("head")], "lr": head_lr},
    ]

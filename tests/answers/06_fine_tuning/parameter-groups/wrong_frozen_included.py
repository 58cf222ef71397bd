"""Frozen parameters are not left out.

Hint: Leave out parameters whose requires_grad is False
"""
def parameter_groups(model, head_lr, backbone_lr):
    named = list(model.named_parameters())
    return [
        {"params": [p for n, p in named if not n.startswith("head")], "lr": backbone_lr},
        {"params": [p for n, p in named if n.startswith("head")], "lr": head_lr},
    ]

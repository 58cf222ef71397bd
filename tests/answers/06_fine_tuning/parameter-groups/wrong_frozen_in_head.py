"""Frozen parameters are left out of the backbone only.

Hint: left out of it, too
"""


def parameter_groups(model, head_lr, backbone_lr):
    b = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("head")]
    h = [p for n, p in model.named_parameters() if n.startswith("head")]
    return [{"params": b, "lr": backbone_lr}, {"params": h, "lr": head_lr}]

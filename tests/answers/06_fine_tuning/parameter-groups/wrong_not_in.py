"""Compares parameters by `in`.

Hint: compare names or id(p)
"""


def parameter_groups(model, head_lr, backbone_lr):
    head = [p for n, p in model.named_parameters() if n.startswith("head") and p.requires_grad]
    backbone = [p for p in model.parameters() if p not in head and p.requires_grad]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]

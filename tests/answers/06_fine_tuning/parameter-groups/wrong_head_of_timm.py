"""Asks every model for `head`.

Hint: torchvision's is `heads`
"""


def parameter_groups(model, head_lr, backbone_lr):
    head = [p for p in model.head.parameters() if p.requires_grad]
    ids = {id(p) for p in head}
    backbone = [p for p in model.parameters() if id(p) not in ids and p.requires_grad]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]

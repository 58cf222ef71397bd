"""Class token and positions are in no group.

Hint: Class token and position embeddings are missing
"""
def parameter_groups(model, head_lr, backbone_lr):
    backbone, head = [], []
    for name, child in model.named_children():
        (head if name.startswith("head") else backbone).extend(p for p in child.parameters() if p.requires_grad)
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]

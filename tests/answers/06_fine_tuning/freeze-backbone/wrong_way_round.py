"""Freezes the head.

Hint: It is the other way round
"""


def freeze_backbone(model):
    for name, p in model.named_parameters():
        p.requires_grad = not name.startswith("head")
    return model

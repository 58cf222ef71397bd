"""A typo in the name of the switch.

Hint: Is it spelled requires_grad
"""


def freeze_backbone(model):
    for name, p in model.named_parameters():
        p.require_grad = name.startswith("head")
    return model

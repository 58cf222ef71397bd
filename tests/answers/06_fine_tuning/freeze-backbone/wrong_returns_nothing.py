"""Forgets the return.

Hint: Return the model
"""


def freeze_backbone(model):
    for name, p in model.named_parameters():
        p.requires_grad = name.startswith("head")

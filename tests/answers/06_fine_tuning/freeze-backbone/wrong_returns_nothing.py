"""Forgets the return.

Hint: does your function return its result?
"""


def freeze_backbone(model):
    for name, p in model.named_parameters():
        p.requires_grad = name.startswith("head")

"""Freezes a copy.

Hint: Change the model in place and return it: no copy
"""


def freeze_backbone(model):
    model = copy.deepcopy(model)
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.startswith("head")
    return model

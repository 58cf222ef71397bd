"""Only the attribute of timm is known.

Hint: Look at the names in model.named_parameters()
"""
def freeze_backbone(model):
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name in ("head.weight", "head.bias")
    return model

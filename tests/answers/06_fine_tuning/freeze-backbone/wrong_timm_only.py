"""Only the attribute of timm is known.

Hint: torchvision's head is called `heads`
"""
def freeze_backbone(model):
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name in ("head.weight", "head.bias")
    return model

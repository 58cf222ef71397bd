"""What is not the head is switched off; the head stays off if it was off.

Hint: The head must be switched on again
"""
def freeze_backbone(model):
    for name, parameter in model.named_parameters():
        if not name.startswith("head"):
            parameter.requires_grad = False
    return model

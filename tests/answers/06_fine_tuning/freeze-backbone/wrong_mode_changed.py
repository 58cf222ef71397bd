"""Freezes correctly and switches the model to eval mode.

Hint: Freezing has nothing to do with train() and eval()
"""
def freeze_backbone(model):
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.startswith("head")
    return model.eval()

"""Sets an attribute that nobody reads: the backbone stays trainable.

Hint: Nothing is frozen
"""
def freeze_backbone(model):
    model.requires_grad = False
    if hasattr(model, "heads"):
        model.heads.requires_grad = True
    else:
        model.head.requires_grad = True
    return model

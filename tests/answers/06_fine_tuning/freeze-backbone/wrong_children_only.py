"""Class token and position embeddings stay trainable.

Hint: belong to the model itself, not to one of its layers
"""
def freeze_backbone(model):
    for name, child in model.named_children():
        for parameter in child.parameters():
            parameter.requires_grad = name.startswith("head")
    return model

"""Class token and position embeddings stay trainable.

Hint: Class token and position embeddings hang on the model itself
"""
def freeze_backbone(model):
    for name, child in model.named_children():
        for parameter in child.parameters():
            parameter.requires_grad = name.startswith("head")
    return model

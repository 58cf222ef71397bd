"""The whole model is initialized again.

Hint: do not initialize anything else
"""
def replace_head(model, num_classes):
    if hasattr(model, "heads"):
        model.heads.head = nn.Linear(model.heads.head.in_features, num_classes)
    else:
        model.head = nn.Linear(model.embed_dim, num_classes)
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.LayerNorm)):
            module.reset_parameters()
    return model

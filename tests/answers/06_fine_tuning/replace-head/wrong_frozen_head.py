"""Everything is frozen after the replacement, the new head included.

Hint: The new head is frozen
"""
def replace_head(model, num_classes):
    if hasattr(model, "heads"):
        model.heads.head = nn.Linear(model.heads.head.in_features, num_classes)
    else:
        model.head = nn.Linear(model.embed_dim, num_classes)
    for parameter in model.parameters():
        parameter.requires_grad = False
    return model

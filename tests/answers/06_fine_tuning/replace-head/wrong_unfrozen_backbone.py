"""The backbone is switched to trainable along with the head.

Hint: what was frozen stays frozen
"""
def replace_head(model, num_classes):
    if hasattr(model, "heads"):
        model.heads.head = nn.Linear(model.heads.head.in_features, num_classes)
    else:
        model.head = nn.Linear(model.embed_dim, num_classes)
    return model.requires_grad_(True)

"""An Identity has no in_features.

Hint: Which attribute does this model
"""
def replace_head(model, num_classes):
    if hasattr(model, "heads"):
        model.heads.head = nn.Linear(model.heads.head.in_features, num_classes)
    elif isinstance(model.head, nn.Linear):
        model.head = nn.Linear(model.head.in_features, num_classes)
    return model

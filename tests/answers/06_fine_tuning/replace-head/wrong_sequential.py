"""A Sequential around the linear layer.

Hint: without a Sequential around it
"""


def replace_head(model, num_classes):
    if hasattr(model, "heads"):
        model.heads.head = nn.Linear(model.heads.head.in_features, num_classes)
    else:
        model.head = nn.Sequential(nn.Linear(model.embed_dim, num_classes))
    return model

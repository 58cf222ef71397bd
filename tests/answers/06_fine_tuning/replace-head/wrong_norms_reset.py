"""All norms forget what they learned.

Hint: do not initialize anything else
"""


def replace_head(model, num_classes):
    if hasattr(model, "heads"):
        model.heads.head = nn.Linear(model.heads.head.in_features, num_classes)
    else:
        model.head = nn.Linear(model.embed_dim, num_classes)
    model.apply(lambda m: m.reset_parameters() if isinstance(m, nn.LayerNorm) else None)
    return model

"""The number of features of deit_tiny, whatever the model.

Hint: The head needs as many inputs as this model has features
"""


def replace_head(model, num_classes):
    if hasattr(model, "heads"):
        model.heads.head = nn.Linear(model.heads.head.in_features, num_classes)
    else:
        model.head = nn.Linear(192, num_classes)
    return model

"""A deep copy gets the new head.

Hint: Change the model in place and return it
"""
def replace_head(model, num_classes):
    model = copy.deepcopy(model)
    if hasattr(model, "heads"):
        model.heads.head = nn.Linear(model.heads.head.in_features, num_classes)
    else:
        model.head = nn.Linear(model.embed_dim, num_classes)
    return model

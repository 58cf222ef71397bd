"""Changed in place, but nothing is returned.

Hint: does your function return its result?
"""
def replace_head(model, num_classes):
    if hasattr(model, "heads"):
        model.heads.head = nn.Linear(model.heads.head.in_features, num_classes)
    else:
        model.head = nn.Linear(model.embed_dim, num_classes)

"""Linear and Softmax.

Hint: no Dropout, no ReLU, no Softmax
"""


def replace_head(model, num_classes):
    if hasattr(model, "heads"):
        model.heads.head = nn.Sequential(nn.Linear(model.heads.head.in_features, num_classes), nn.Softmax(dim=-1))
    else:
        model.head = nn.Sequential(nn.Linear(model.embed_dim, num_classes), nn.Softmax(dim=-1))
    return model

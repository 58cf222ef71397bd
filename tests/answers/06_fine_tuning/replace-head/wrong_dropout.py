"""Dropout, Linear and ReLU.

Hint: no Dropout, no ReLU, no Softmax
"""


def replace_head(model, num_classes):
    if hasattr(model, "heads"):
        model.heads.head = nn.Sequential(nn.Dropout(0.9), nn.Linear(model.heads.head.in_features, num_classes), nn.ReLU())
    else:
        model.head = nn.Sequential(nn.Dropout(0.9), nn.Linear(model.embed_dim, num_classes), nn.ReLU())
    return model

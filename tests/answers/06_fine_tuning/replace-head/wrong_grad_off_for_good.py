"""Switches gradients off and never on again.

Hint: gradients are switched off for good
"""


def replace_head(model, num_classes):
    torch.set_grad_enabled(False)
    if hasattr(model, "heads"):
        model.heads.head = nn.Linear(model.heads.head.in_features, num_classes)
    else:
        model.head = nn.Linear(model.embed_dim, num_classes)
    return model

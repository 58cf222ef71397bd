"""`model.head` is set on every model; torchvision never calls it.

Hint: Which attribute does this model
"""
def replace_head(model, num_classes):
    model.head = nn.Linear(getattr(model, "embed_dim", getattr(model, "hidden_dim", 0)), num_classes)
    return model

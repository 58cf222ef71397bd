"""All off with the method, then the head on."""
def freeze_backbone(model):
    model.requires_grad_(False)
    head = model.heads if hasattr(model, "heads") else model.head
    head.requires_grad_(True)
    return model

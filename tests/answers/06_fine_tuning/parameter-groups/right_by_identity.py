"""Finds the head by its module and compares identities."""
def parameter_groups(model, head_lr, backbone_lr):
    head = model.heads if hasattr(model, "heads") else model.head
    ids = {id(p) for p in head.parameters()}
    trained = [p for p in model.parameters() if p.requires_grad]
    return [
        dict(lr=backbone_lr, params=[p for p in trained if id(p) not in ids]),
        dict(lr=head_lr, params=[p for p in trained if id(p) in ids]),
    ]

"""Slices instead of split, a forward hook, results written into one tensor."""
def extract_features(model, images, batch_size=64):
    head = model.heads if hasattr(model, "heads") else model.head
    caught = {}
    def keep(module, inputs, output):
        caught["x"] = inputs[0].detach().to("cpu", copy=True)
    handle = head.register_forward_hook(keep)
    flags = [m.training for m in model.modules()]
    for m in model.modules():
        m.training = False
    rows = []
    with torch.no_grad():
        for begin in range(0, images.shape[0], batch_size):
            model(images[begin : begin + batch_size].to(next(model.parameters()).device))
            rows.extend(caught["x"])
    handle.remove()
    for m, flag in zip(model.modules(), flags):
        m.training = flag
    return torch.stack(rows)

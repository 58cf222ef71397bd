"""The model stays in eval mode.

Hint: its train or eval mode changed
"""
def extract_features(model, images, batch_size=64):
    head = model.heads if hasattr(model, "heads") else model.head
    found = []
    hook = head.register_forward_pre_hook(lambda module, inputs: found.append(inputs[0].cpu()))
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    device = next(model.parameters()).device
    with torch.no_grad():
        for batch in images.split(batch_size):
            model(batch.to(device))
    hook.remove()
    return torch.cat(found)

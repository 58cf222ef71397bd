"""batch_size is accepted and not used.

Hint: All images went through at once
"""
def extract_features(model, images, batch_size=64):
    head = model.heads if hasattr(model, "heads") else model.head
    found = []
    hook = head.register_forward_pre_hook(lambda module, inputs: found.append(inputs[0].cpu()))
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        model(images)
    for module, mode in modes:
        module.training = mode
    hook.remove()
    return torch.cat(found)

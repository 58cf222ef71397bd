"""The output of the last block, before the final norm.

Hint: Run the whole model except its head
"""
def extract_features(model, images, batch_size=64):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    found = []
    hook = model.norm.register_forward_pre_hook(lambda module, inputs: found.append(inputs[0][:, 0].cpu()))
    with torch.no_grad():
        for batch in images.split(batch_size):
            model(batch)
    hook.remove()
    for module, mode in modes:
        module.training = mode
    return torch.cat(found)

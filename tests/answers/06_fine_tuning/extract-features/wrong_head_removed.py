"""The head is replaced by an Identity and never put back.

Hint: it has other parts than before the call
"""
def extract_features(model, images, batch_size=64):
    if hasattr(model, "heads"):
        model.heads = nn.Identity()
    else:
        model.head = nn.Identity()
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        found = [model(batch).cpu() for batch in images.split(batch_size)]
    for module, mode in modes:
        module.training = mode
    return torch.cat(found)

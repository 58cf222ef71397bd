"""The head is set aside and put back, under inference_mode."""
def extract_features(model, images, batch_size=64):
    name = "heads" if hasattr(model, "heads") else "head"
    head = getattr(model, name)
    modes = {module: module.training for module in model.modules()}
    device = next(model.parameters()).device
    setattr(model, name, nn.Identity())
    model.eval()
    try:
        with torch.inference_mode():
            parts = [model(batch.to(device)).cpu() for batch in images.split(batch_size)]
    finally:
        setattr(model, name, head)
        for module, mode in modes.items():
            module.training = mode
    return torch.cat(parts)

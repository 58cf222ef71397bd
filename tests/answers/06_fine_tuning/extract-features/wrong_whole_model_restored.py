"""One flag for the whole model: single layers lose their mode.

Hint: remember the mode of each of them
"""
def extract_features(model, images, batch_size=64):
    head = model.heads if hasattr(model, "heads") else model.head
    found = []
    hook = head.register_forward_pre_hook(lambda module, inputs: found.append(inputs[0].cpu()))
    was_training = model.training
    model.eval()
    device = next(model.parameters()).device
    with torch.no_grad():
        for batch in images.split(batch_size):
            model(batch.to(device))
    model.train(was_training)
    hook.remove()
    return torch.cat(found)

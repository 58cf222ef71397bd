"""Switches gradients off and leaves them off.

Hint: gradients are switched off for good
"""


def confusion_matrix(model, x, y, num_classes):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    torch.set_grad_enabled(False)
    predicted = torch.cat([model(part).argmax(1) for part in x.split(1000)])
    for module, mode in modes.items():
        module.training = mode
    return torch.bincount(y * num_classes + predicted, minlength=num_classes**2).reshape(num_classes, num_classes)

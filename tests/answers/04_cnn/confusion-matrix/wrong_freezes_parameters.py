"""Freezes the parameters instead of no_grad.

Hint: its requires_grad changed during the call
"""


def confusion_matrix(model, x, y, num_classes):
    modes = {module: module.training for module in model.modules()}
    model.eval().requires_grad_(False)
    predicted = torch.cat([model(part).argmax(1) for part in x.split(1000)])
    for module, mode in modes.items():
        module.training = mode
    return torch.bincount(y * num_classes + predicted, minlength=num_classes**2).reshape(num_classes, num_classes)

"""Switches gradients off for good, since none are needed here.

Hint: gradients are switched off for good
"""


def pixels_to_unit(images):
    torch.set_grad_enabled(False)
    return images.unsqueeze(1).float() / 255

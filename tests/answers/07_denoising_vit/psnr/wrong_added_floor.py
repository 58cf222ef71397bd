"""Adds the floor to every error.

Hint: do not add it
"""

def psnr(prediction, target):
    return (-10 * torch.log10(((prediction - target) ** 2).mean(dim=(1, 2, 3)) + 1e-10)).mean()

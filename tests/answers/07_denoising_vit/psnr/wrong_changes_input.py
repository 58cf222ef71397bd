"""Subtracts in place.

Hint: Leave it as it was
"""

def psnr(prediction, target):
    prediction -= target
    return (-10 * torch.log10(prediction.square().mean(dim=(1, 2, 3)).clamp(min=1e-10))).mean()

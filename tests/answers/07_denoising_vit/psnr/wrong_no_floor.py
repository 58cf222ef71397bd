"""Identical images give infinity.

Hint: Raise the MSE to at least 1e-10
"""

def psnr(prediction, target):
    return (-10 * torch.log10(((prediction - target) ** 2).mean(dim=(1, 2, 3)))).mean()

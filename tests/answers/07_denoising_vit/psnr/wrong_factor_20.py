"""Factor 20 on the squared error.

Hint: factor 20
"""

def psnr(prediction, target):
    return (-20 * torch.log10(((prediction - target) ** 2).mean(dim=(1, 2, 3)).clamp(min=1e-10))).mean()

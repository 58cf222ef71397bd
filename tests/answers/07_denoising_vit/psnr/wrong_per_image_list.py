"""Returns one number per image.

Hint: one number, without axes
"""

def psnr(prediction, target):
    return -10 * torch.log10(((prediction - target) ** 2).mean(dim=(1, 2, 3)).clamp(min=1e-10))

"""Sum over the pixels.

Hint: not the sum
"""

def psnr(prediction, target):
    return (-10 * torch.log10(((prediction - target) ** 2).sum(dim=(1, 2, 3)).clamp(min=1e-10))).mean()

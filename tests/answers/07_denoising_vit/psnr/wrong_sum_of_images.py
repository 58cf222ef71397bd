"""Sum over the images.

Hint: not their sum
"""

def psnr(prediction, target):
    return (-10 * torch.log10(((prediction - target) ** 2).mean(dim=(1, 2, 3)).clamp(min=1e-10))).sum()

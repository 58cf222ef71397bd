"""Range of 255.

Hint: end at 1, not at 255
"""

def psnr(prediction, target):
    return (10 * torch.log10(255**2 / ((prediction - target) ** 2).mean(dim=(1, 2, 3)).clamp(min=1e-10))).mean()

"""Floor at each pixel.

Hint: not to each pixel
"""

def psnr(prediction, target):
    errors = (prediction - target).square().clamp(min=1e-10).mean(dim=(1, 2, 3))
    return (-10 * torch.log10(errors)).mean()

"""Cuts the prediction off to 0..1 first.

Hint: The mean goes over channels
"""

def psnr(prediction, target):
    prediction = prediction.clamp(0, 1)
    return (-10 * torch.log10(((prediction - target) ** 2).mean(dim=(1, 2, 3)).clamp(min=1e-10))).mean()

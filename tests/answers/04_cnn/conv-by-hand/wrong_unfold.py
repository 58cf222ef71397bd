"""Cuts the windows with unfold.

Hint: your code calls unfold
"""


def conv2d(image, kernel, stride=1, padding=0):
    image = F.pad(image, 4 * [padding])
    windows = image.unfold(0, kernel.shape[0], stride).unfold(1, kernel.shape[1], stride)
    return (windows * kernel).sum((-1, -2))

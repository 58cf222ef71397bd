"""Calls PyTorch's convolution.

Hint: your code calls conv2d
"""


def conv2d(image, kernel, stride=1, padding=0):
    return F.conv2d(image[None, None], kernel[None, None], stride=stride, padding=padding)[0, 0]

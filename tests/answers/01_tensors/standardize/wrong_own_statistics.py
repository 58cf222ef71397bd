"""Measures the batch instead of using the numbers passed in.

Hint: do not measure these images
"""


def standardize(images, mean, std):
    mean = images.mean(dim=(0, 2, 3), keepdim=True)
    std = images.std(dim=(0, 2, 3), keepdim=True)
    return (images - mean) / std

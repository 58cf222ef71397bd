"""Pairs the channel numbers with axis 0, the images.

Hint: Your numbers meet the images
"""


def standardize(images, mean, std):
    return (images - mean.reshape(-1, 1, 1, 1)) / std.reshape(-1, 1, 1, 1)

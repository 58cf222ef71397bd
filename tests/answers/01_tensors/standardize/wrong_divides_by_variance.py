"""Divides by the square of the standard deviation.

Hint: not by its square
"""


def standardize(images, mean, std):
    return (images - mean.reshape(-1, 1, 1)) / std.reshape(-1, 1, 1) ** 2

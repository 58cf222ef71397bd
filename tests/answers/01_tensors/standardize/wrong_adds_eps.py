"""Adds a small constant to be safe from zero.

Hint: no small extra constant
"""


def standardize(images, mean, std):
    return (images - mean.reshape(-1, 1, 1)) / (std.reshape(-1, 1, 1) + 1e-5)

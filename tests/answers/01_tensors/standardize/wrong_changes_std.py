"""Adds a small constant to the caller's tensor.

Hint: std: its values changed
"""


def standardize(images, mean, std):
    std += 1e-8
    return (images - mean.reshape(-1, 1, 1)) / std.reshape(-1, 1, 1)

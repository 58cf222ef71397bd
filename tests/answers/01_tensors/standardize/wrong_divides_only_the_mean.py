"""Forgets the parentheses around the difference.

Hint: then divide by the `std` passed in for it
"""


def standardize(images, mean, std):
    mean, std = mean.reshape(-1, 1, 1), std.reshape(-1, 1, 1)
    return images - mean / std

"""Forgets the parentheses around the difference.

Hint: put parentheses around the difference
"""


def standardize(images, mean, std):
    mean, std = mean.reshape(-1, 1, 1), std.reshape(-1, 1, 1)
    return images - mean / std

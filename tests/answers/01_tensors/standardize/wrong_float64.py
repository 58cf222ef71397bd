"""Computes in float64 and leaves the result there.

Hint: the shape and the dtype of `images`
"""


def standardize(images, mean, std):
    return (images.double() - mean.reshape(-1, 1, 1)) / std.reshape(-1, 1, 1)

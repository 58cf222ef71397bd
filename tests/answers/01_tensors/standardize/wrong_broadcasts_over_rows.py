"""Appends one axis too few, so that the channel numbers meet the rows.

Hint: Axis 1 holds the channels
"""


def standardize(images, mean, std):
    return (images - mean[:, None]) / std[:, None]

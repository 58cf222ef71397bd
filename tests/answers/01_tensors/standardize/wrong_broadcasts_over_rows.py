"""Appends one axis too few, so that the channel numbers meet the rows.

Hint: Your numbers meet the rows
"""


def standardize(images, mean, std):
    return (images - mean[:, None]) / std[:, None]

"""Uses the numbers of the first channel for all channels.

Hint: Axis 1 holds the channels
"""


def standardize(images, mean, std):
    return (images - mean[0]) / std[0]

"""Moves the channels to the right end, where broadcasting pairs them by itself."""


def standardize(images, mean, std):
    return ((images.movedim(1, -1) - mean) / std).movedim(-1, 1)

"""Puts the shuffled pixels back column by column.

Hint: Pixel j of the result is pixel permutation[j]
"""


def shuffle_pixels(images, permutation):
    height, width = images.shape[-2:]
    pixels = images.flatten(-2)[..., permutation]
    return pixels.reshape(*images.shape[:-2], width, height).transpose(-2, -1)

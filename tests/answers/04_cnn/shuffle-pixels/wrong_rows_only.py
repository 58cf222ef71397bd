"""Indexes rows with the permutation of the pixels.

Hint: Pixel j of the result is pixel permutation[j]
"""


def shuffle_pixels(images, permutation):
    height = images.shape[-2]
    return images[..., permutation % height, :][..., :height, :]

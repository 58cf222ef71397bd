"""Writes the shuffled pixels into the given images.

Hint: its values changed during the call
"""


def shuffle_pixels(images, permutation):
    images.copy_(images.flatten(-2)[..., permutation].reshape(images.shape))
    return images

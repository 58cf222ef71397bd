"""Writes the shuffled pixels into the given images.

Hint: Make a new tensor
"""


def shuffle_pixels(images, permutation):
    images.copy_(images.flatten(-2)[..., permutation].reshape(images.shape))
    return images

"""Returns the images as they are.

Hint: Nothing has moved
"""


def shuffle_pixels(images, permutation):
    return images.clone()

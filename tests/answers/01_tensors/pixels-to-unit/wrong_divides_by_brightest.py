"""Divides by the brightest pixel of the batch: right on MNIST, wrong on dark images.

Hint: Did you divide by the brightest pixel?
"""


def pixels_to_unit(images):
    return images.unsqueeze(1).float() / images.max()

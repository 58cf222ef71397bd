"""Divides each image by its own brightest pixel.

Hint: the brightest pixel of each image
"""


def pixels_to_unit(images):
    x = images.unsqueeze(1).float()
    return x / x.amax(dim=(1, 2, 3), keepdim=True)

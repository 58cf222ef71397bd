"""Takes every image for one of 28 x 28 pixels.

Hint: Print the shapes just before this line
"""


def pixels_to_unit(images):
    return images.view(-1, 1, 28, 28).float() / 255

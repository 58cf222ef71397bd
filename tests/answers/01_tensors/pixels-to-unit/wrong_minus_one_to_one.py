"""Centers the values, as some networks want them.

Hint: The values run from -1 to 1
"""


def pixels_to_unit(images):
    return images.unsqueeze(1).float() / 127.5 - 1

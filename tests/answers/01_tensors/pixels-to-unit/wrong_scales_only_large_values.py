"""Leaves images alone that seem to be scaled already.

Hint: divided by the same number as any other
"""


def pixels_to_unit(images):
    x = images.unsqueeze(1).float()
    return x / 255 if x.max() > 1 else x

"""Stretches the batch between its own smallest and largest value.

Hint: Did you divide by the brightest pixel?
"""


def pixels_to_unit(images):
    x = images[:, None].float()
    return (x - x.min()) / (x.max() - x.min())

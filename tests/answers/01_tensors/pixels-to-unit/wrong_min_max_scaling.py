"""Stretches the batch between its own smallest and largest value.

Hint: between the smallest and the largest
"""


def pixels_to_unit(images):
    x = images[:, None].float()
    return (x - x.min()) / (x.max() - x.min())

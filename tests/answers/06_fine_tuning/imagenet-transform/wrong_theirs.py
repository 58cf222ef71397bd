"""Calls weights.transforms().

Hint: You call weights.transforms()
"""


def imagenet_transform():
    return weights.transforms()

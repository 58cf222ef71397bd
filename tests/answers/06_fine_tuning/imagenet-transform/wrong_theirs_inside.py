"""Calls weights.transforms() later.

Hint: You call weights.transforms()
"""


def imagenet_transform():
    return lambda picture: ViT_B_16_Weights.DEFAULT.transforms()(picture)

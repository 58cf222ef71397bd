"""Keeps the channels of each pixel together.

Hint: all pixels of channel 0 come first
"""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    pattern = "b c (h p1) (w p2) -> b (h w) (p1 p2 c)"
    return rearrange(images, pattern, p1=patch_size, p2=patch_size)

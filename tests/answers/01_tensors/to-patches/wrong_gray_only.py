"""Reads the first channel only.

Hint: all pixels of channel 0 come first
"""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    return rearrange(images[:, 0], "b (h p) (w q) -> b (h w) (p q)", p=patch_size, q=patch_size)

"""Transposes the pixels inside each patch.

Hint: your pixels run down the columns first
"""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    pattern = "b c (h p1) (w p2) -> b (h w) (c p2 p1)"
    return rearrange(images, pattern, p1=patch_size, p2=patch_size)

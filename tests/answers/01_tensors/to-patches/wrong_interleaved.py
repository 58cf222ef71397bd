"""Splits the sides the wrong way round: each patch is a thinned-out copy of the image.

Hint: collects pixels from all over the image
"""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    pattern = "b c (p1 h) (p2 w) -> b (h w) (c p1 p2)"
    return rearrange(images, pattern, p1=patch_size, p2=patch_size)

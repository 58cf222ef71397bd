"""Tests whether the area divides, which says nothing about the sides.

Hint: Both sides must be multiples of patch_size
"""


def to_patches(images, patch_size):
    if images[0, 0].numel() % patch_size**2 != 0:
        raise ValueError("the image cannot be cut")
    pattern = "b c (h p1) (w p2) -> b (h w) (c p1 p2)"
    return rearrange(images, pattern, p1=patch_size, p2=patch_size)

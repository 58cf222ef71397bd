"""Tests one side, as if all images were square.

Hint: Both sides must be multiples of patch_size
"""


def to_patches(images, patch_size):
    if images.shape[-2] % patch_size != 0:
        raise ValueError("the height cannot be cut")
    pattern = "b c (h p1) (w p2) -> b (h w) (c p1 p2)"
    return rearrange(images, pattern, p1=patch_size, p2=patch_size)

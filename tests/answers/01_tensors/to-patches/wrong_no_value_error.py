"""Relies on einops to complain about sizes that do not divide; its error is no ValueError.

Hint: Both sides must be multiples of patch_size
"""


def to_patches(images, patch_size):
    pattern = "b c (h p1) (w p2) -> b (h w) (c p1 p2)"
    return rearrange(images, pattern, p1=patch_size, p2=patch_size)

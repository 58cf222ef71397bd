"""Merges permuted axes with view, which refuses tensors that are not contiguous.

Hint: Use .reshape(...) instead
"""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    b, c = images.shape[:2]
    h, w = height // patch_size, width // patch_size
    x = images.view(b, c, h, patch_size, w, patch_size)
    return x.permute(0, 2, 4, 1, 3, 5).view(b, h * w, -1)

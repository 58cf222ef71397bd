"""Returns a list of patches.

Hint: expected the type Tensor, but got list
"""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    p = patch_size
    return [
        images[:, :, i : i + p, j : j + p].flatten(1)
        for i in range(0, height, p)
        for j in range(0, width, p)
    ]

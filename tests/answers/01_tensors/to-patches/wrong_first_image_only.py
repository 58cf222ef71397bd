"""Loses the batch axis by treating one image.

Hint: Nothing may depend on the number of images
"""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    rows = [
        images[0, :, i : i + patch_size, j : j + patch_size].flatten()
        for i in range(0, height, patch_size)
        for j in range(0, width, patch_size)
    ]
    return torch.stack(rows)[None]

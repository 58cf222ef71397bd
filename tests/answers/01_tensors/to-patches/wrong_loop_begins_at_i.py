"""Forgets that patch i begins at pixel i * patch_size.

Hint: begins at pixel row i * patch_size
"""


def to_patches(images, patch_size):
    b, c, height, width = images.shape
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    patches = []
    for i in range(height // patch_size):
        for j in range(width // patch_size):
            patches.append(images[:, :, i : i + patch_size, j : j + patch_size].reshape(b, -1))
    return torch.stack(patches, dim=1)

"""torch.nn.functional.unfold, which refuses the stored images.

Hint: not implemented for 'Byte'
"""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    columns = torch.nn.functional.unfold(images, patch_size, stride=patch_size)
    return columns.transpose(1, 2)

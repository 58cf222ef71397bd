"""Converts the images to float32 and leaves them so.

Hint: the result has the dtype of `images`
"""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    columns = torch.nn.functional.unfold(images.float(), patch_size, stride=patch_size)
    return columns.transpose(1, 2)

"""Takes what unfold returns, with the patches in the last axis.

Hint: The axes are: images, patches, numbers per patch
"""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    return torch.nn.functional.unfold(images, patch_size, stride=patch_size)

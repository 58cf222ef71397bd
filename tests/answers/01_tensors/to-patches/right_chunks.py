"""split cuts rows of patches, then patches."""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    rows = images.split(patch_size, dim=2)
    patches = [patch.flatten(1) for row in rows for patch in row.split(patch_size, dim=3)]
    return torch.stack(patches, dim=1)

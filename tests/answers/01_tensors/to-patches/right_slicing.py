"""A double loop over slices."""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    rows = []
    for top in range(0, height, patch_size):
        for left in range(0, width, patch_size):
            patch = images[..., top : top + patch_size, left : left + patch_size]
            rows.append(patch.reshape(len(images), -1))
    return torch.stack(rows, 1)

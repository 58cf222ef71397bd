"""Two sentences of einops instead of one."""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    if height % patch_size or width % patch_size:
        raise ValueError(f"{height} x {width} cannot be cut by {patch_size}")
    cut = rearrange(images, "b c (h p) (w q) -> b h w c p q", p=patch_size, q=patch_size)
    return rearrange(cut, "b h w c p q -> b (h w) (c p q)")

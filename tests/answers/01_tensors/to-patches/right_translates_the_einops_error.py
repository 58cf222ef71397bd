"""Lets einops find out and turns its error into a ValueError."""


def to_patches(images, patch_size):
    try:
        return rearrange(
            images, "b c (h p) (w q) -> b (h w) (c p q)", p=patch_size, q=patch_size
        )
    except Exception as error:
        raise ValueError(f"patch size {patch_size} does not divide {tuple(images.shape)}") from error

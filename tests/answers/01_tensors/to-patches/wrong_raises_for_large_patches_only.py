"""Only tests whether a patch is larger than the image.

Hint: Both sides must be multiples of patch_size
"""


def to_patches(images, patch_size):
    if patch_size > min(images.shape[-2:]):
        raise ValueError("the patches are larger than the image")
    return rearrange(images, "b c (h p) (w q) -> b (h w) (c p q)", p=patch_size, q=patch_size)

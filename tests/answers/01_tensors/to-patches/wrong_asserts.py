"""Uses assert, which raises another kind of error.

Hint: raise ValueError with a message
"""


def to_patches(images, patch_size):
    height, width = images.shape[-2:]
    assert height % patch_size == 0 and width % patch_size == 0, "sizes do not divide"
    return rearrange(images, "b c (h p) (w q) -> b (h w) (c p q)", p=patch_size, q=patch_size)

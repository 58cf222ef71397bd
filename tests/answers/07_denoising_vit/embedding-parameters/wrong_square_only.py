"""Treats every image as square, by its height.

Hint: Height and width may differ
"""

def embedding_parameters(image_size, patch_size, channels, d_model):
    h = image_size if isinstance(image_size, int) else image_size[0]
    p = patch_size**2 * channels * d_model + d_model
    return p, p + (h // patch_size) ** 2 * d_model


layer_type = "Conv2d"
tokens_stride_4, weights_stride_4 = 225, 2080
stride_8 = "A"

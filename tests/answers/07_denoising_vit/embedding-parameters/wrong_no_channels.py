"""Forgets the channels: right for gray images.

Hint: color image
"""

def embedding_parameters(image_size, patch_size, channels, d_model):
    h, w = (image_size, image_size) if isinstance(image_size, int) else image_size
    n = (h // patch_size) * (w // patch_size)
    p = patch_size**2 * d_model + d_model
    return p, p + n * d_model


layer_type = "Conv2d"
tokens_stride_4, weights_stride_4 = 225, 2080
stride_8 = "A"

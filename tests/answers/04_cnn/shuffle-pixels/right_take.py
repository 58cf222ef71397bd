"""torch.take_along_dim and unflatten."""


def shuffle_pixels(images, permutation):
    pixels = images.flatten(start_dim=-2)
    index = permutation.reshape((1,) * (pixels.ndim - 1) + (-1,))
    return torch.take_along_dim(pixels, index, dim=-1).unflatten(-1, images.shape[-2:])

"""Moves pixel j to place permutation[j].

Hint: that is the inverse rule
"""


def shuffle_pixels(images, permutation):
    result = torch.empty_like(images).flatten(-2)
    result[..., permutation] = images.flatten(-2)
    return result.reshape(images.shape)

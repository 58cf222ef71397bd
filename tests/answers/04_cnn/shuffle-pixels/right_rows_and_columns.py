"""Differs: turns each number of the permutation into a row and a column."""


def shuffle_pixels(images, permutation):
    height, width = images.shape[-2:]
    rows, columns = permutation // width, permutation % width
    return images[..., rows, columns].reshape(images.shape)

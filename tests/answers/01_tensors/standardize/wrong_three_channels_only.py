"""Writes the number of channels into the code.

Hint: Print the shapes just before this line
"""


def standardize(images, mean, std):
    return (images - mean.view(1, 3, 1, 1)) / std.view(1, 3, 1, 1)

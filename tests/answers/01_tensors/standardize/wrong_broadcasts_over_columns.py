"""Leaves the alignment to broadcasting, which pairs the channels with the columns.

Hint: Give it the axes it lacks on the right
"""


def standardize(images, mean, std):
    return (images - mean) / std

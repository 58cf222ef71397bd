"""Counts the steps and forgets the first place.

Hint: The first place counts, too
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) // stride

"""Adds the padding at one end only.

Hint: The padding is added at both ends
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return (size + padding - kernel) // stride + 1

"""Rounds down correctly, but returns a float.

Hint: Sizes are whole numbers
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) / stride // 1 + 1

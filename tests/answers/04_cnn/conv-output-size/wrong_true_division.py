"""Divides with /, so the result has a fraction.

Hint: Your result has a fraction
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding - kernel) / stride + 1

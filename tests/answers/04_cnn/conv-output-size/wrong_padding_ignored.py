"""The padding is accepted and never used.

Hint: The padding is accepted but not used
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return (size - kernel) // stride + 1

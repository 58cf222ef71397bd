"""The stride is accepted and never used.

Hint: The stride is accepted but not used
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return size + 2 * padding - kernel + 1

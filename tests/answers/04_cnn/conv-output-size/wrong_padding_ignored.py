"""The padding is accepted and never used.

Hint: The padding is added at both ends
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return (size - kernel) // stride + 1

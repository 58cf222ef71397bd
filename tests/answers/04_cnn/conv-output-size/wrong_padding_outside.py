"""The padding is added after dividing.

Hint: Add the padding before you divide
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return (size - kernel) // stride + 1 + 2 * padding

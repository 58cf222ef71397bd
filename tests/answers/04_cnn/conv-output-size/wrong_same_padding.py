"""Size divided by stride, as with padding 'same'.

Hint: Count the places on a short row
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return (size + 2 * padding) // stride

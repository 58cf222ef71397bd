"""Rounds to the nearest number; Python rounds one half to the even neighbor, so 2.5 becomes 2.

Hint: You rounded to the nearest number
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return round((size + 2 * padding - kernel) / stride) + 1

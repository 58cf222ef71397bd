"""Rounds up: counts a step that fits only in part.

Hint: You rounded up
"""


def conv_output_size(size, kernel, stride=1, padding=0):
    return -((kernel - size - 2 * padding) // stride) + 1

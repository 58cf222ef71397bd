"""Differs: ceiling division of the number of places of a stride-1 kernel, with math."""


import math


def conv_output_size(size, kernel, stride=1, padding=0):
    return math.ceil((size + 2 * padding - kernel + 1) / stride)

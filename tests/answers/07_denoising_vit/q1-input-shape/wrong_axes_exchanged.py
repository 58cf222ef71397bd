"""Channels and images exchanged.

Hint: The first axis counts images
"""

input_shape = (1, 6, 64, 64)
the_six = "images"

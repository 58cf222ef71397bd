"""The width grows with the blocks.

Hint: A block keeps the shape
"""

stacked_shape = (6, 64, 384)
stacked_parameters = 152448

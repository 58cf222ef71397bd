"""Parameters of a single block.

Hint: 12 blocks, each with parameters of its own
"""

stacked_shape = (6, 64, 32)
stacked_parameters = 12704

"""Output of a single head.

Hint: 4 heads of 8 numbers
"""

output_shape, weights_shape = (6, 64, 8), (6, 4, 64, 64)

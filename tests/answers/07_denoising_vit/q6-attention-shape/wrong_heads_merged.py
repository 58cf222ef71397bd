"""One table for all heads.

Hint: each has weights of its own
"""

output_shape, weights_shape = (6, 64, 32), (6, 64, 64)

"""Axis of the heads at the end.

Hint: axis of the heads
"""

output_shape, weights_shape = (6, 64, 32), (6, 64, 64, 4)

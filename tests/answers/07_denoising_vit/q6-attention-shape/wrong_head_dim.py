"""Weights as long as a head's queries.

Hint: length of one head
"""

output_shape, weights_shape = (6, 64, 32), (6, 4, 64, 8)

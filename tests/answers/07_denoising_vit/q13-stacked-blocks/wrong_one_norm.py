"""One LayerNorm per block.

Hint: two LayerNorms
"""

stacked_shape = (6, 64, 32)
stacked_parameters = 12 * (4224 + 8352 + 64)

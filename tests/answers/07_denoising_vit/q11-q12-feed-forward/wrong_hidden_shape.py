"""Widens the number of tokens.

Hint: A linear layer changes the last axis only
"""

hidden_shape, result_shape = (6, 256, 32), (6, 64, 32)
mlp_parameters = 8352

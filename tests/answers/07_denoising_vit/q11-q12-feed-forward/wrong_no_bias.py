"""Biases forgotten.

Hint: The layers have biases
"""

hidden_shape, result_shape = (6, 64, 128), (6, 64, 32)
mlp_parameters = 2 * 32 * 128

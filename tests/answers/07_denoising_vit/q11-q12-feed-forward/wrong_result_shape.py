"""The result keeps the hidden width.

Hint: leads back to d_model
"""

hidden_shape, result_shape = (6, 64, 128), (6, 64, 128)
mlp_parameters = 8352

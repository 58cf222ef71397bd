"""Widens the number of tokens.

Hint: A linear layer changes the last axis only
"""

mlp = MLP(32, 128)
mlp_result = mlp(example_tokens)
hidden_shape = (6, 256, 32)
mlp_parameters = 8352
activation_name = "GELU"
kind = "C"
activation = "B"
d_ff_is = "D"

"""Expansion forgotten.

Hint: d_ff is 4 times as large
"""

mlp = MLP(32, 32)
mlp_result = mlp(example_tokens)
hidden_shape = (6, 64, 128)
mlp_parameters = 8352
activation_name = "GELU"
kind = "C"
activation = "B"
d_ff_is = "D"

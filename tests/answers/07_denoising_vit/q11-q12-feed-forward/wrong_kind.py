"""All tokens at once.

Hint: does any token see another one
"""

mlp = MLP(32, 128)
mlp_result = mlp(example_tokens)
hidden_shape = (6, 64, 128)
mlp_parameters = 8352
activation_name = "GELU"
kind = "B"
activation = "B"
d_ff_is = "D"

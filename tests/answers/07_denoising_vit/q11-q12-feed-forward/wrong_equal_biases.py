"""128 biases in both layers.

Hint: hence 32 biases
"""

mlp = MLP(32, 128)
mlp_result = mlp(example_tokens)
hidden_shape = (6, 64, 128)
mlp_parameters = 2 * 32 * 128 + 256
activation_name = "GELU"
kind = "C"
activation = "B"
d_ff_is = "D"

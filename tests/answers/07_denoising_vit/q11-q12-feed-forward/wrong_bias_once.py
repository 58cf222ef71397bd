"""Only the first layer's biases.

Hint: Both layers have biases
"""

mlp = MLP(32, 128)
mlp_result = mlp(example_tokens)
hidden_shape = (6, 64, 128)
mlp_parameters = 2 * 32 * 128 + 128
activation_name = "GELU"
kind = "C"
activation = "B"
d_ff_is = "D"

"""The shape of the result.

Hint: leads back to d_model
"""

mlp = MLP(32, 128)
mlp_result = mlp(example_tokens)
hidden_shape = (6, 64, 32)
mlp_parameters = 8352
activation_name = "GELU"
kind = "C"
activation = "B"
d_ff_is = "D"

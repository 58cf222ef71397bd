"""Takes d_ff for the number of tokens.

Hint: Compare the shapes of x and of hidden
"""

mlp = MLP(32, 128)
mlp_result = mlp(example_tokens)
hidden_shape = (6, 64, 128)
mlp_parameters = 8352
activation_name = "GELU"
kind = "C"
activation = "B"
d_ff_is = "A"

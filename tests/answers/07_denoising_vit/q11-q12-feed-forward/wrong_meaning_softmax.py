"""Takes the activation for a softmax.

Hint: That is the softmax
"""

mlp = MLP(32, 128)
mlp_result = mlp(example_tokens)
hidden_shape = (6, 64, 128)
mlp_parameters = 8352
activation_name = "GELU"
kind = "C"
activation = "D"
d_ff_is = "D"

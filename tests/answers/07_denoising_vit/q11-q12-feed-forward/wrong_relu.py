"""Takes the activation for a ReLU.

Hint: it is not the ReLU
"""

mlp = MLP(32, 128)
mlp_result = mlp(example_tokens)
hidden_shape = (6, 64, 128)
mlp_parameters = 8352
activation_name = "ReLU"
kind = "C"
activation = "B"
d_ff_is = "D"

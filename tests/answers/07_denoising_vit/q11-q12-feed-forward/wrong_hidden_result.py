"""Stops at the hidden layer.

Hint: That is the hidden layer
"""

mlp = MLP(32, 128)
mlp_result = F.gelu(mlp.fc1(example_tokens))
hidden_shape = (6, 64, 128)
mlp_parameters = 8352
activation_name = "GELU"
kind = "C"
activation = "B"
d_ff_is = "D"

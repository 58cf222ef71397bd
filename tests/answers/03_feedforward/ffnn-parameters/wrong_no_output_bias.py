"""Only the output layer has no bias.

Hint: each of the 10 classes has a weight for every hidden unit and a bias of its own
"""

hidden_layer = 784 * 128 + 128
output_layer = 128 * 10
total = hidden_layer + output_layer

"""The biases are forgotten.

Hint: a weight for every pixel and a bias of its own
"""

hidden_layer = 784 * 128
output_layer = 128 * 10
total = hidden_layer + output_layer

"""The output layer gets a bias per hidden unit.

Hint: a weight for every hidden unit and a bias of its own
"""

hidden_layer = 784 * 128 + 128
output_layer = 128 * 10 + 128
total = hidden_layer + output_layer

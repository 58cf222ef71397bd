"""One bias for the whole layer.

Hint: a weight for every pixel and a bias of its own
"""

hidden_layer = 784 * 128 + 1
output_layer = 128 * 10 + 1
total = hidden_layer + output_layer

"""A bias for every pixel.

Hint: a bias belongs to a unit
"""

hidden_layer = 784 * 128 + 784
output_layer = 1290
total = hidden_layer + output_layer

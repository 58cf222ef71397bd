"""Flatten is given parameters.

Hint: Flatten has no parameters
"""

hidden_layer = 100480
output_layer = 1290
total = hidden_layer + output_layer + 784

"""The output layer counted on the pixels.

Hint: The output layer sees the 128 hidden units
"""

hidden_layer = 100480
output_layer = 784 * 10 + 10
total = hidden_layer + output_layer

"""The total without biases.

Hint: The biases are missing
"""

hidden_layer = 100480
output_layer = 1290
total = 784 * 128 + 128 * 10

"""A text.

Hint: expected a number
"""

hidden_layer = "784 * 128 + 128"
output_layer = 1290
total = 101770

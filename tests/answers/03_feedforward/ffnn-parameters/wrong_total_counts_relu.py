"""ReLU is given 128 parameters.

Hint: ReLU has no parameters.
"""

hidden_layer = 100480
output_layer = 1290
total = 100480 + 128 + 1290

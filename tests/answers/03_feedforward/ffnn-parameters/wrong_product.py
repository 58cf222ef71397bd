"""The total is a product.

Hint: add them up
"""

hidden_layer = 100480
output_layer = 1290
total = hidden_layer * output_layer

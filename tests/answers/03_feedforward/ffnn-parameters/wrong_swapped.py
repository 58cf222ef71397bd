"""Both layers swapped.

Hint: the order is hidden layer, output layer
"""

hidden_layer = 1290
output_layer = 100480
total = 101770

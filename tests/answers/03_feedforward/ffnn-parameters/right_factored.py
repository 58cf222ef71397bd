"""The bias as one more input."""

hidden_layer = (784 + 1) * 128
output_layer = (128 + 1) * 10
total = 101_770

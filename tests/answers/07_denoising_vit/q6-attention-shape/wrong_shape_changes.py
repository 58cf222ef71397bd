"""Believes that the shape changes.

Hint: Compare mixed.shape
"""

attention_layer = MultiHeadAttention(32, 4)
mixed = attention_layer(example_tokens)
keeps_shape = False
weights_shape = (6, 4, 64, 64)

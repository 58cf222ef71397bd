"""Axis of the heads at the end.

Hint: The axis of the heads comes before
"""

attention_layer = MultiHeadAttention(32, 4)
mixed = attention_layer(example_tokens)
keeps_shape = True
weights_shape = (6, 64, 64, 4)

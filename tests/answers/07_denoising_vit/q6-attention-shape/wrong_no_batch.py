"""The batch is missing.

Hint: the axis of the batch is missing
"""

attention_layer = MultiHeadAttention(32, 4)
mixed = attention_layer(example_tokens)
keeps_shape = True
weights_shape = (4, 64, 64)

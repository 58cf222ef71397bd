"""Eight heads.

Hint: The order is d_model, n_heads
"""

attention_layer = MultiHeadAttention(32, 8)
mixed = attention_layer(example_tokens)
keeps_shape = True
weights_shape = (6, 4, 64, 64)

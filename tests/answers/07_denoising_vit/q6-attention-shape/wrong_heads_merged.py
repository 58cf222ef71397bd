"""One table for all heads.

Hint: Each head has weights of its own
"""

attention_layer = MultiHeadAttention(32, 4)
mixed = attention_layer(example_tokens)
keeps_shape = True
weights_shape = (6, 64, 64)

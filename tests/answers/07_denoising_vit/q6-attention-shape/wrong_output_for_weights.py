"""The output instead of the weights.

Hint: That is the output
"""

attention_layer = MultiHeadAttention(32, 4)
mixed = attention_layer(example_tokens)
keeps_shape = True
weights_shape = (6, 64, 32)

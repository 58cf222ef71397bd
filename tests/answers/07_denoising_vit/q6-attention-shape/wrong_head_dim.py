"""Weights as long as a head's queries.

Hint: length of one head
"""

attention_layer = MultiHeadAttention(32, 4)
mixed = attention_layer(example_tokens)
keeps_shape = True
weights_shape = (6, 4, 64, 8)

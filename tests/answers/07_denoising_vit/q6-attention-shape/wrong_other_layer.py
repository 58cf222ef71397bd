"""Another layer makes the result.

Hint: with this very layer
"""

attention_layer = MultiHeadAttention(32, 4)
mixed = MultiHeadAttention(32, 4)(example_tokens)
keeps_shape = True
weights_shape = (6, 4, 64, 64)

"""Computes both shapes, without gradients."""

attention_layer = MultiHeadAttention(n_heads=4, d_model=32)
with torch.no_grad():
    mixed = attention_layer.forward(example_tokens)
    weights_shape = list(attention(*attention_layer.split(example_tokens))[1].shape)
keeps_shape = list(mixed.shape) == [6, 64, 32]

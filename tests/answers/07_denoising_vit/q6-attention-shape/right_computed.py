"""Computes both."""

layer = MultiHeadAttention(32, 4)
x = torch.randn(6, 64, 32)
output_shape = layer(x).shape
weights_shape = list(attention(*layer.split(x))[1].shape)

"""Loops over the two halves; LayerNorms made with a tuple."""

class Block(nn.Module):
    def __init__(self, d_model, n_heads, d_ff):
        super().__init__()
        self.mlp, self.attn = MLP(d_model, d_ff), MultiHeadAttention(d_model, n_heads)
        self.norm1, self.norm2 = (nn.LayerNorm((d_model,), eps=1e-6) for _ in range(2))

    def forward(self, x):
        for norm, layer in ((self.norm1, self.attn), (self.norm2, self.mlp)):
            x = x + layer(norm(x))
        return x

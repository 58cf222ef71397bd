"""Attention without gradients.

Hint: Every parameter must receive a gradient
"""

class Block(nn.Module):
    def __init__(self, d_model, n_heads, d_ff):
        super().__init__()
        self.norm1 = nn.LayerNorm(d_model, eps=1e-6)
        self.attn = MultiHeadAttention(d_model, n_heads)
        self.norm2 = nn.LayerNorm(d_model, eps=1e-6)
        self.mlp = MLP(d_model, d_ff)

    def forward(self, x):
        with torch.no_grad():
            x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))

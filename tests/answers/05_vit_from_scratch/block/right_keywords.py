"""Parts built with keyword arguments, residuals with torch.add."""

class Block(nn.Module):
    def __init__(self, d_model, n_heads, d_ff, dropout=0.0):
        super().__init__()
        self.mlp = MLP(d_model=d_model, d_ff=d_ff, dropout=dropout)
        self.attn = MultiHeadAttention(d_model=d_model, n_heads=n_heads, dropout=dropout)
        self.norm1, self.norm2 = (nn.LayerNorm(d_model, eps=1e-6) for _ in range(2))

    def forward(self, x):
        for norm, part in ((self.norm1, self.attn), (self.norm2, self.mlp)):
            x = torch.add(x, part(norm(x)))
        return x

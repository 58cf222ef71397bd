"""A loop over heads that hands the whole mask to each of them.

Hint: each head needs its own part
"""

class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads, dropout=0.0):
        super().__init__()
        if d_model % n_heads != 0:
            raise ValueError("d_model must be a multiple of n_heads")
        self.n_heads, self.p = n_heads, dropout
        self.qkv = nn.Linear(d_model, 3 * d_model)
        self.proj = nn.Linear(d_model, d_model)

    def forward(self, x, mask=None):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        heads = zip(*(part.chunk(self.n_heads, dim=-1) for part in (q, k, v)))
        merged = torch.cat([attention(*head, mask)[0] for head in heads], dim=-1)
        return F.dropout(self.proj(merged), self.p, self.training)

"""One reshape for splitting and one for merging.

Hint: and so does one for merging
"""


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads, dropout=0.0):
        super().__init__()
        if d_model % n_heads:
            raise ValueError(f"{n_heads} heads cannot share {d_model} channels")
        self.n_heads = n_heads
        self.qkv = nn.Linear(d_model, 3 * d_model)
        self.proj = nn.Linear(d_model, d_model)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        batch, tokens, d_model = x.shape
        q, k, v = (
            part.reshape(batch, self.n_heads, tokens, d_model // self.n_heads)
            for part in self.qkv(x).chunk(3, dim=-1)
        )
        output, _ = attention(q, k, v, mask)
        output = output.reshape(batch, tokens, d_model)
        return self.dropout(self.proj(output))

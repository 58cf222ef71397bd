"""Dropout on queries, keys and values, too.

Hint: none on the way to proj
"""


class MultiHeadAttention(nn.Module):
    def __init__(self, d_model, n_heads, dropout=0.0):
        super().__init__()
        if d_model % n_heads:
            raise ValueError(f"{n_heads} heads cannot share {d_model} channels")
        self.n_heads = n_heads
        self.qkv = nn.Linear(d_model, 3 * d_model)
        self.proj = nn.Linear(d_model, d_model)
        self.drop = nn.Dropout(dropout)

    def forward(self, x, mask=None):
        batch, tokens, d_model = x.shape
        qkv = self.drop(self.qkv(x)).reshape(batch, tokens, 3, self.n_heads, d_model // self.n_heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        output, _ = attention(q, k, v, mask)
        output = output.transpose(1, 2).reshape(batch, tokens, d_model)
        return self.drop(self.proj(output))

"""One reshape to (batch, 3, heads, tokens, head_dim).

Hint: with the 3 before the tokens
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
        qkv = self.qkv(x).reshape(batch, 3, self.n_heads, tokens, -1)
        q, k, v = qkv.unbind(1)
        output, _ = attention(q, k, v, mask)
        output = output.transpose(1, 2).reshape(batch, tokens, d_model)
        return self.drop(self.proj(output))

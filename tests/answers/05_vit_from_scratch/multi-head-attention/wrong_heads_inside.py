"""Splits and merges with head_dim before the heads.

Hint: with head_dim last
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
        qkv = self.qkv(x).reshape(batch, tokens, 3, d_model // self.n_heads, self.n_heads)
        q, k, v = qkv.permute(2, 0, 4, 1, 3)
        output, _ = attention(q, k, v, mask)
        output = output.permute(0, 2, 3, 1).reshape(batch, tokens, d_model)
        return self.drop(self.proj(output))

"""A loop over slices, one head after the other."""

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
        masks = [None] * self.n_heads
        if mask is not None:
            masks = mask.expand(len(x), self.n_heads, x.shape[1], x.shape[1]).unbind(dim=1)
        merged = torch.cat([attention(*head, part)[0] for head, part in zip(heads, masks)], dim=-1)
        return F.dropout(self.proj(merged), self.p, self.training)

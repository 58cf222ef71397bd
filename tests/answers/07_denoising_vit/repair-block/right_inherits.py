"""Inherits the layers from the given block."""

class Block(GivenBlock):
    def forward(self, x):
        after_attention = torch.add(x, self.attn(self.norm1(x)))
        return torch.add(self.mlp(self.norm2(after_attention)), after_attention)

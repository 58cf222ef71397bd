"""Positions with spread 1.

Hint: Draw the positions
"""

class Encoder(nn.Module):
    def __init__(self, image_size, patch_size, in_channels, d_model, n_heads, d_ff, n_layers):
        super().__init__()
        self.patch_embed = PatchEmbed(image_size, patch_size, in_channels, d_model)
        self.pos_embed = nn.Parameter(torch.zeros(1, self.patch_embed.num_patches, d_model))
        self.blocks = nn.ModuleList([Block(d_model, n_heads, d_ff) for _ in range(n_layers)])
        self.norm = nn.LayerNorm(d_model, eps=1e-6)
        nn.init.trunc_normal_(self.pos_embed)
        self.apply(init_weights)

    def forward(self, images):
        x = self.patch_embed(images) + self.pos_embed
        for block in self.blocks:
            x = block(x)
        return self.norm(x)

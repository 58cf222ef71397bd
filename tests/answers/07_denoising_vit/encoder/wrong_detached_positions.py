"""The positions never learn.

Hint: Every parameter must receive a gradient
"""

class Encoder(nn.Module):
    def __init__(self, image_size, patch_size, in_channels, d_model, n_heads, d_ff, n_layers):
        super().__init__()
        self.norm = nn.LayerNorm(d_model, eps=1e-6)
        self.blocks = nn.Sequential(*(Block(d_model=d_model, n_heads=n_heads, d_ff=d_ff) for _ in range(n_layers)))
        self.patch_embed = PatchEmbed(image_size, patch_size, in_channels, d_model)
        positions = torch.zeros(1, self.patch_embed.num_patches, d_model)
        self.pos_embed = nn.Parameter(nn.init.trunc_normal_(positions, std=0.02))
        self.apply(init_weights)

    def forward(self, images):
        return self.norm(self.blocks(self.pos_embed.detach() + self.patch_embed(images)))

"""A layer that is defined and never used.

Hint: and nothing else
"""

class Denoiser(nn.Module):
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder
        self.norm = nn.LayerNorm(32)

    def forward(self, images):
        rows, columns = self.encoder.patch_embed.grid_size
        tokens = self.encoder(images)
        features = rearrange(tokens, "b (h w) d -> b d h w", h=rows, w=columns)
        return self.decoder(features)


denoiser_parameters = 171317

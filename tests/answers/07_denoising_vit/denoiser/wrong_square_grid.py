"""Takes the grid for square.

Hint: 2 rows and 3 columns
"""

class Denoiser(nn.Module):
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def forward(self, images):
        rows, columns = self.encoder.patch_embed.grid_size
        tokens = self.encoder(images)
        features = tokens[:, : rows * rows].transpose(1, 2).unflatten(2, (rows, rows))
        return self.decoder(features)


denoiser_parameters = 171317

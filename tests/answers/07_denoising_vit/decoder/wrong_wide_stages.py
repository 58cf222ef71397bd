"""Channels not halved: each stage made for d_model, and cut to fit.

Hint: Three stages, made for 32
"""

class Decoder(nn.Module):
    def __init__(self, patch_size, d_model):
        super().__init__()
        layers, channels = [], d_model
        for _ in range(patch_size.bit_length() - 1):
            layers.append(nn.Sequential(up_stage(d_model), nn.Conv2d(d_model // 2, d_model, 1)))
            channels = d_model
        layers.append(nn.Conv2d(channels, 1, 1))
        self.layers = nn.Sequential(*layers)

    def forward(self, features):
        return self.layers(features)

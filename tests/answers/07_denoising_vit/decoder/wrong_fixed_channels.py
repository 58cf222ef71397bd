"""Three stages with the channels of the problem.

Hint: whatever d_model is
"""

class Decoder(nn.Module):
    def __init__(self, patch_size, d_model):
        super().__init__()
        layers, channels = [], 32
        for _ in range(3):
            layers.append(up_stage(channels))
            channels = channels // 2
        layers.append(nn.Conv2d(channels, 1, 1))
        self.layers = nn.Sequential(*layers)

    def forward(self, features):
        return self.layers(features)

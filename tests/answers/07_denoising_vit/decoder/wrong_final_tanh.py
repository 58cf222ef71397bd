"""tanh behind the last convolution.

Hint: nothing may cut off its values (tanh)
"""

class Decoder(nn.Module):
    def __init__(self, patch_size, d_model):
        super().__init__()
        layers, channels = [], d_model
        for _ in range(patch_size.bit_length() - 1):
            layers.append(up_stage(channels))
            channels = channels // 2
        layers.append(nn.Conv2d(channels, 1, 1))
        self.layers = nn.Sequential(*layers)

    def forward(self, features):
        return torch.tanh(self.layers(features))

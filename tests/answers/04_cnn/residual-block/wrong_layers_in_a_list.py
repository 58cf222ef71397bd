"""A plain list of layers: nothing is registered.

Hint: not in a list
"""


class ResidualBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.layers = [nn.Conv2d(channels, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.Conv2d(channels, channels, 3, padding=1), nn.BatchNorm2d(channels)]

    def forward(self, x):
        out = F.relu(self.layers[1](self.layers[0](x)))
        out = self.layers[3](self.layers[2](out))
        return F.relu(x + out)

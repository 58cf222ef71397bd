"""One nn.Sequential, and the layers by name as well."""


class ResidualBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, (3, 3), padding='same', bias=False)
        self.f = nn.Sequential(self.first, nn.BatchNorm2d(channels), nn.ReLU(inplace=True), nn.Conv2d(channels, channels, 3, 1, 1), nn.BatchNorm2d(channels))
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.relu(torch.add(self.f.forward(x), x))

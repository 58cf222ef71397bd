"""The layers are made in another order than they are used."""


class ResidualBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.bn_b = nn.BatchNorm2d(channels)
        self.b = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.a = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn_a = nn.BatchNorm2d(channels)

    def forward(self, x):
        shortcut = x
        x = self.a(input=x)
        x = self.bn_a(input=x)
        x = torch.clamp(x, min=0)
        x = self.bn_b(self.b(x))
        return torch.relu(shortcut + x)

"""A function instead of a class.

Hint: Write class ResidualBlock(nn.Module)
"""


def ResidualBlock(channels):
    conv = nn.Conv2d(channels, channels, 3, padding=1)
    bn = nn.BatchNorm2d(channels)
    return lambda x: F.relu(x + bn(conv(x)))

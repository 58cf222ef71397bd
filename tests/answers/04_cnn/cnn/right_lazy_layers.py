"""Layers that learn their input size from the first image."""


def make_cnn(num_classes=10):
    return nn.Sequential(
        nn.LazyConv2d(8, 5), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.LazyConv2d(16, 5), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.Flatten(), nn.LazyLinear(num_classes),
    )

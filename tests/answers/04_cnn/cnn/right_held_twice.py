"""Layers by name and in a Sequential; functional pooling."""


class Small(nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 8, 5), nn.Conv2d(8, 16, 5)
        self.linear = nn.Linear(256, num_classes)
        self.layers = nn.ModuleList([self.conv1, self.conv2])

    def forward(self, x):
        for layer in self.layers:
            x = F.max_pool2d(torch.relu(layer.forward(x)), kernel_size=2)
        return F.linear(x.reshape(len(x), -1), self.linear.weight, self.linear.bias)


def make_cnn(num_classes=10):
    return Small(num_classes)

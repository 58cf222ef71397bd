"""Layers by name and in a Sequential, F.linear with one's weights."""

class Network(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.first = nn.Linear(784, hidden)
        self.second = nn.Linear(hidden, 10)
        self.layers = nn.Sequential(nn.Flatten(), self.first, nn.ReLU(inplace=True))

    def forward(self, x):
        return F.linear(self.layers.forward(x), self.second.weight, self.second.bias)


def make_ffnn(hidden=128):
    return Network(hidden=hidden)

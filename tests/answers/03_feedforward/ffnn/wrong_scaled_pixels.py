"""The pixels are scaled once more.

Hint: no scaling of the pixels
"""

class Network(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.first, self.second = nn.Linear(784, hidden), nn.Linear(hidden, 10)

    def forward(self, x):
        return self.second(self.first(x.flatten(1) / 255).relu())


def make_ffnn(hidden=128):
    return Network(hidden)

"""A class of its own, with the layers defined in reverse order and ReLU as a function."""

class FeedForward(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.output = nn.Linear(hidden, 10)
        self.hidden = nn.Linear(784, hidden)

    def forward(self, images):
        return self.output(F.relu(self.hidden(images.reshape(len(images), -1))))


def make_ffnn(hidden=128):
    return FeedForward(hidden)

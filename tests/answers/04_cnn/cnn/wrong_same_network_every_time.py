"""Returns one and the same network at every call.

Hint: Create the layers inside the function
"""


_the_network = nn.Sequential(
    nn.Conv2d(1, 8, 5),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(8, 16, 5),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(256, 10),
)


def make_cnn(num_classes=10):
    if num_classes != 10:
        _other = nn.Sequential(*_the_network[:-1], nn.Linear(256, num_classes))
        return _other
    return _the_network

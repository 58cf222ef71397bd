"""Keeps the last layer under a second name, which adds no parameter."""

class ResidualOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network
        self.last = last
        for parameter in last.parameters():
            parameter.data.zero_()

    def forward(self, images):
        return torch.add(self.network.forward(images), images)

"""Ordinary start values.

Hint: Set the weights of `last` to zero
"""

class ResidualOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network

    def forward(self, images):
        return images + self.network(images)

"""The biases keep their values.

Hint: The biases of `last` start at zero
"""

class ResidualOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network
        nn.init.zeros_(last.weight)

    def forward(self, images):
        return images + self.network(images)

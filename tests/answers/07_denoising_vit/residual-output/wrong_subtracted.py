"""Subtracts the correction.

Hint: not subtracted
"""

class ResidualOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)

    def forward(self, images):
        return images - self.network(images)

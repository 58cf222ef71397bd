"""Sets all layers to zero.

Hint: Only the last layer is set to zero
"""

class ResidualOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network
        for parameter in network.parameters():
            nn.init.zeros_(parameter)

    def forward(self, images):
        return images + self.network(images)

"""Another name of the attribute.

Hint: Keep the network as self.network
"""

class ResidualOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.net = network
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)

    def forward(self, images):
        return images + self.net(images)

"""Freezes the last layer.

Hint: do not freeze the layer
"""

class ResidualOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)
        last.requires_grad_(False)

    def forward(self, images):
        return images + self.network(images)

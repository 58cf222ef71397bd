"""Adds in place to the input.

Hint: Leave it as it was
"""

class ResidualOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)

    def forward(self, images):
        images += self.network(images)
        return images

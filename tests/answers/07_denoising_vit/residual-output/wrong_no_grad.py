"""The network runs without gradients.

Hint: Every parameter must receive a gradient
"""

class ResidualOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network
        for parameter in last.parameters():
            parameter.data.zero_()

    def forward(self, images):
        with torch.no_grad():
            return torch.add(self.network.forward(images), images)

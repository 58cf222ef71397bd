"""Zeros without gradients; in place on the own result."""

class ResidualOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network
        with torch.no_grad():
            last.weight.zero_()
            last.bias *= 0

    def forward(self, images):
        result = self.network(images)
        result += images
        return result

"""Changes the input.

Hint: Leave it as it was
"""

class GatedOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network
        nn.init.zeros_(last.weight)
        with torch.no_grad():
            last.bias.copy_(torch.tensor([0.0, -3.0]))

    def forward(self, images, with_gate=False):
        answer = self.network(images)
        paint, gate = answer[:, :1], torch.sigmoid(answer[:, 1:])
        images.mul_(1 - gate).add_(gate * paint)
        output = images
        return (output, gate) if with_gate else output

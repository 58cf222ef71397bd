"""Always returns both.

Hint: return the output alone
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
        output = (1 - gate) * images + gate * paint
        return output, gate

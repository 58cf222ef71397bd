"""Keeps the last layer under a second name, which adds no parameter."""

class GatedOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network
        self.last = last
        nn.init.zeros_(last.weight)
        last.bias.data = (torch.tensor([0.0, -3.0]))

    def forward(self, images, with_gate=False):
        answer = self.network(images)
        paint, gate = answer.chunk(2, dim=1)
        gate = gate.sigmoid()
        output = images + gate * (paint - images)
        return (output, gate) if with_gate else output

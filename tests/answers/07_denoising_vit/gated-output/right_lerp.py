"""torch.lerp, biases one by one."""

class GatedOutput(nn.Module):
    def __init__(self, network, last):
        super().__init__()
        self.network = network
        nn.init.zeros_(last.weight)
        with torch.no_grad():
            last.bias[0], last.bias[1] = 0.0, -3.0

    def forward(self, images, with_gate=False):
        answer = self.network(images)
        paint, gate = answer[:, :1], torch.sigmoid(answer[:, 1:])
        output = torch.lerp(images, paint, gate)
        return (output, gate) if with_gate else output

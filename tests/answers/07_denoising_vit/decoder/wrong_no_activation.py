"""Stages without activation.

Hint: The ReLUs are missing
"""

class Decoder(nn.Module):
    def __init__(self, patch_size, d_model):
        super().__init__()
        self.parts = nn.ModuleList()
        c = d_model
        while patch_size > 1:
            self.parts.append(nn.ConvTranspose2d(c, c, 2, 2))
            self.parts.append(nn.Conv2d(c, c // 2, 3, 1, 1))
            self.parts.append(nn.BatchNorm2d(c // 2))
            self.parts.append(nn.Conv2d(c // 2, c // 2, 3, 1, 1))
            self.parts.append(nn.BatchNorm2d(c // 2))
            c, patch_size = c // 2, patch_size // 2
        self.last = nn.Conv2d(c, 1, 1)

    def forward(self, features):
        for part in self.parts:
            features = part(features)
            if isinstance(part, nn.BatchNorm2d):
                pass
        return self.last(features)

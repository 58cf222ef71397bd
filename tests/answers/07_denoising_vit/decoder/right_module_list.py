"""Stages in a ModuleList, last layer made first."""

class Decoder(nn.Module):
    def __init__(self, patch_size, d_model):
        super().__init__()
        n_stages = round(math.log2(patch_size))
        self.last = nn.Conv2d(d_model // 2**n_stages, 1, kernel_size=1)
        self.stages = nn.ModuleList(up_stage(d_model >> i) for i in range(n_stages))

    def forward(self, features):
        for stage in self.stages:
            features = stage(features)
        return self.last(features)

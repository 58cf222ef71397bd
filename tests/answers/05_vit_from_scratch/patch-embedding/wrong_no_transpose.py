"""The token axis stays in front of the channel axis.

Hint: the numbers of a token on the last axis
"""

class PatchEmbed(nn.Module):
    def __init__(self, image_size, patch_size, in_channels, d_model):
        super().__init__()
        height, width = (image_size, image_size) if isinstance(image_size, int) else image_size
        if height % patch_size or width % patch_size:
            raise ValueError(f"{height}x{width} cannot be cut into {patch_size}x{patch_size}")
        self.num_patches = (height // patch_size) * (width // patch_size)
        self.proj = nn.Conv2d(in_channels, d_model, patch_size, patch_size)

    def forward(self, images):
        return self.proj(images).flatten(2)

"""The number of channels is written down as 1.

Hint: Use in_channels
"""

class PatchEmbed(nn.Module):
    def __init__(self, image_size, patch_size, in_channels, d_model):
        super().__init__()
        height, width = (image_size, image_size) if isinstance(image_size, int) else image_size
        if height % patch_size or width % patch_size:
            raise ValueError(f"{height}x{width} cannot be cut into {patch_size}x{patch_size}")
        self.num_patches = (height // patch_size) * (width // patch_size)
        self.proj = nn.Conv2d(1, d_model, patch_size, patch_size)

    def forward(self, images):
        return self.proj(images[:, :1]).flatten(2).transpose(1, 2)

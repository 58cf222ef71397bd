"""An activation follows the convolution.

Hint: nothing comes after the convolution
"""


class PatchEmbed(nn.Module):
    def __init__(self, image_size, patch_size, in_channels, d_model):
        super().__init__()
        height, width = (image_size, image_size) if isinstance(image_size, int) else image_size
        if height % patch_size or width % patch_size:
            raise ValueError(f"{height} x {width} pixels cannot be cut into patches of {patch_size}")
        self.num_patches = (height // patch_size) * (width // patch_size)
        self.proj = nn.Conv2d(in_channels, d_model, kernel_size=patch_size, stride=patch_size)

    def forward(self, images):
        return self.proj(images).relu().flatten(2).transpose(1, 2)

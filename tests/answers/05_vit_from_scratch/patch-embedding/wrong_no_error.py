"""Sizes that do not divide are cut off silently.

Hint: compare both sides of the image with the patch size
"""

class PatchEmbed(nn.Module):
    def __init__(self, image_size, patch_size, in_channels, d_model):
        super().__init__()
        height, width = (image_size, image_size) if isinstance(image_size, int) else image_size
        self.num_patches = (height // patch_size) * (width // patch_size)
        self.proj = nn.Conv2d(in_channels, d_model, patch_size, patch_size)

    def forward(self, images):
        return self.proj(images).flatten(2).transpose(1, 2)

"""Only the height is compared with the patch size.

Hint: compare both sides of the image with the patch size
"""

class PatchEmbed(nn.Module):
    def __init__(self, image_size, patch_size, in_channels, d_model):
        super().__init__()
        height, width = (image_size, image_size) if isinstance(image_size, int) else image_size
        if height % patch_size:
            raise ValueError("does not fit")
        self.num_patches = (height // patch_size) * (width // patch_size)
        self.proj = nn.Conv2d(in_channels, d_model, patch_size, patch_size)

    def forward(self, images):
        return self.proj(images).flatten(2).transpose(1, 2)

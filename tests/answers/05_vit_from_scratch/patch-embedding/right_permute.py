"""With permute and reshape, and divmod for the check."""

class PatchEmbed(nn.Module):
    def __init__(self, image_size, patch_size, in_channels, d_model):
        super().__init__()
        size = image_size if isinstance(image_size, (tuple, list)) else [image_size] * 2
        parts = [divmod(side, patch_size) for side in size]
        if any(rest for _, rest in parts):
            raise ValueError(f"{size} is not a multiple of {patch_size}")
        self.num_patches = math.prod(count for count, _ in parts)
        self.d_model = d_model
        self.proj = nn.Conv2d(in_channels, d_model, (patch_size, patch_size), stride=(patch_size, patch_size))

    def forward(self, images):
        return self.proj(images).permute(0, 2, 3, 1).reshape(images.shape[0], -1, self.d_model)

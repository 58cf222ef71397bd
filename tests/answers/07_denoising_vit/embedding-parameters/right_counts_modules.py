"""Builds the layers and counts."""

def embedding_parameters(image_size, patch_size, channels, d_model):
    embed = PatchEmbed(image_size, patch_size, channels, d_model)
    projection = sum(p.numel() for p in embed.parameters())
    return [projection, projection + embed.num_patches * d_model]

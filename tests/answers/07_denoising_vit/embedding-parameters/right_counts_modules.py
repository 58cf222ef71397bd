"""Builds the layers and counts."""

def embedding_parameters(image_size, patch_size, channels, d_model):
    embed = PatchEmbed(image_size, patch_size, channels, d_model)
    projection = sum(p.numel() for p in embed.parameters())
    return [projection, projection + embed.num_patches * d_model]


layer_type = "Conv2d"
tokens_stride_4, weights_stride_4 = 225, 2080
stride_8 = "A"

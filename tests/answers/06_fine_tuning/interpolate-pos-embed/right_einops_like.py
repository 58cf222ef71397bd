"""Channel by channel, with F.interpolate on a batch of d pictures."""
def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    height, width = new_grid
    tokens = pos_embed[0, num_prefix_tokens:]
    g = int(len(tokens) ** 0.5 + 0.5)
    pictures = tokens.t().reshape(-1, 1, g, g)
    pictures = F.interpolate(pictures, size=(height, width), mode="bicubic", antialias=True, align_corners=False)
    patches = pictures.reshape(-1, height * width).t()
    return torch.cat([pos_embed[0, :num_prefix_tokens], patches])[None]

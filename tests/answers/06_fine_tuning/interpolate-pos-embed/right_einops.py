"""With einops."""


from einops import rearrange


def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    n = num_prefix_tokens
    picture = rearrange(pos_embed[:, n:], "b (h w) d -> b d h w", h=int((pos_embed.shape[1] - n) ** 0.5))
    height, width = new_grid
    picture = nn.functional.interpolate(picture, (height, width), mode="bicubic", antialias=True, align_corners=False)
    return torch.cat((pos_embed[:, :n], rearrange(picture, "b d h w -> b (h w) d")), 1)

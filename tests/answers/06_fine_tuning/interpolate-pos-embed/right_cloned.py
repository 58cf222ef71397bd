"""A copy where the grid stays the same."""


def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    first, rest = pos_embed[:, :num_prefix_tokens], pos_embed[:, num_prefix_tokens:]
    g, d = int(rest.shape[1] ** 0.5), rest.shape[2]
    if (g, g) == tuple(new_grid):
        return pos_embed.clone()
    x = rest.reshape(1, g, g, d).permute(0, 3, 1, 2)
    x = F.interpolate(x, size=list(new_grid), mode="bicubic", antialias=True)
    x = x.permute(0, 2, 3, 1).reshape(1, -1, d)
    return torch.cat([first, x], dim=1)

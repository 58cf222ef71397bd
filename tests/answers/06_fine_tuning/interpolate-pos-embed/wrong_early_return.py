"""Returns the old embeddings where the number of places is the same.

Hint: from 4 x 4 to 2 x 8
"""


def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    first, rest = pos_embed[:, :num_prefix_tokens], pos_embed[:, num_prefix_tokens:]
    if new_grid[0] * new_grid[1] == rest.shape[1]:
        return pos_embed
    g, d = int(rest.shape[1] ** 0.5), rest.shape[2]
    x = rest.reshape(1, g, g, d).permute(0, 3, 1, 2)
    x = F.interpolate(x, size=list(new_grid), mode="bicubic", antialias=True)
    x = x.permute(0, 2, 3, 1).reshape(1, -1, d)
    return torch.cat([first, x], dim=1)

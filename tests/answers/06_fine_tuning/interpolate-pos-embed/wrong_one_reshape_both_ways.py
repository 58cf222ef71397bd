"""A single reshape, there and back.

Hint: A single reshape, there and back
"""


def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    first, rest = pos_embed[:, :num_prefix_tokens], pos_embed[:, num_prefix_tokens:]
    g, d = int(rest.shape[1] ** 0.5), rest.shape[2]
    x = rest.reshape(1, d, g, g)
    x = F.interpolate(x, size=list(new_grid), mode="bicubic", antialias=True)
    x = x.reshape(1, -1, d)
    return torch.cat([first, x], dim=1)

"""Switches gradients off and never on again.

Hint: gradients are switched off for good
"""


def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    first, rest = pos_embed[:, :num_prefix_tokens], pos_embed[:, num_prefix_tokens:]
    torch.set_grad_enabled(False)
    g, d = int(rest.shape[1] ** 0.5), rest.shape[2]
    x = rest.reshape(1, g, g, d).permute(0, 3, 1, 2)
    x = F.interpolate(x, size=list(new_grid), mode="bicubic", antialias=True)
    x = x.permute(0, 2, 3, 1).reshape(1, -1, d)
    return torch.cat([first, x], dim=1)

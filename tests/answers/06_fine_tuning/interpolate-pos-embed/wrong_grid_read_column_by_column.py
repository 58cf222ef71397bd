"""The grid is taken to be numbered column by column.

Hint: Rows and columns of the old grid are exchanged
"""
def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    prefix, patches = pos_embed[:, :num_prefix_tokens], pos_embed[:, num_prefix_tokens:]
    side = int(round(patches.shape[1] ** 0.5))
    grid = patches.reshape(1, side, side, -1).permute(0, 3, 2, 1)
    grid = F.interpolate(grid, size=new_grid, mode="bicubic", antialias=True)
    return torch.cat([prefix, grid.permute(0, 2, 3, 1).flatten(1, 2)], dim=1)

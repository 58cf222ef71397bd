"""The class token is treated as one more place of the grid, and padded to a rectangle.

Hint: Prefix tokens unchanged in front
"""
def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    side = int(round((pos_embed.shape[1] - num_prefix_tokens) ** 0.5))
    grid = pos_embed[:, : side * side].reshape(1, side, side, -1).permute(0, 3, 1, 2)
    grid = F.interpolate(grid, size=new_grid, mode="bicubic", antialias=True).flatten(2).transpose(1, 2)
    return torch.cat([pos_embed[:, side * side :], grid], dim=1)

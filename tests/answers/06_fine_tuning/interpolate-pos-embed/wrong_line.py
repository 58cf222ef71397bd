"""All tokens, the class token included, are resampled along one line.

Hint: It has no place in the grid
"""
def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    count = num_prefix_tokens + new_grid[0] * new_grid[1]
    return F.interpolate(pos_embed.transpose(1, 2), size=count, mode="linear").transpose(1, 2)

"""All tokens, the class token included, are resampled along one line.

Hint: interpolated together with the patches
"""
def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    count = num_prefix_tokens + new_grid[0] * new_grid[1]
    return F.interpolate(pos_embed.transpose(1, 2), size=count, mode="linear").transpose(1, 2)

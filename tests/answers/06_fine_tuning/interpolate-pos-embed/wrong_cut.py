"""Cut off instead of resampled.

Hint: These are the first embeddings, cut off
"""
def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    return pos_embed[:, : num_prefix_tokens + new_grid[0] * new_grid[1]]

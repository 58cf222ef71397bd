"""Calls timm's function.

Hint: You call timm's function
"""


def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    return resample_abs_pos_embed(pos_embed, new_size=list(new_grid), num_prefix_tokens=num_prefix_tokens)

"""Imports timm's function under another name.

Hint: You call timm's function
"""


from timm.layers.pos_embed import resample_abs_pos_embed as helper


def interpolate_pos_embed(pos_embed, new_grid, num_prefix_tokens=1):
    side = int((pos_embed.shape[1] - num_prefix_tokens) ** 0.5)
    return helper(pos_embed, list(new_grid), [side, side], num_prefix_tokens=num_prefix_tokens)

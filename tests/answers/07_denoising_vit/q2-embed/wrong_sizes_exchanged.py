"""Patch size and d_model exchanged: four tokens of length 8.

Hint: The order of the sizes
"""

embed = PatchEmbed(64, 32, 1, 8)
tokens = embed(noisy)

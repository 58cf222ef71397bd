"""Forgets the setting d_model 32.

Hint: with d_model = 32
"""

embed = PatchEmbed(64, 8, 1, 64)
tokens = embed(noisy)

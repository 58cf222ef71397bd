"""Forgets the setting d_model 32.

Hint: The problem sets d_model = 32
"""

embed = PatchEmbed(64, 8, 1, 64)
tokens = embed(noisy)

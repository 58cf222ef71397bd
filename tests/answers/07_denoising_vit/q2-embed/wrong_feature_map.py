"""Calls the convolution inside the module.

Hint: Call the module itself
"""

embed = PatchEmbed(64, 8, 1, 32)
tokens = embed.proj(noisy)

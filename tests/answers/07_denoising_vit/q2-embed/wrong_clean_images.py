"""Embeds the target instead of the input.

Hint: You embedded the clean images
"""

embed = PatchEmbed(64, 8, 1, 32)
tokens = embed(clean)

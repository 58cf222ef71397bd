"""Embeds one image only.

Hint: Embed the whole batch
"""

embed = PatchEmbed(64, 8, 1, 32)
tokens = embed(noisy[:1])

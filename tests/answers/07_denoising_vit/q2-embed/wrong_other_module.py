"""Tokens from another module than `embed`.

Hint: this very `embed`
"""

embed = PatchEmbed(64, 8, 1, 32)
tokens = PatchEmbed(64, 8, 1, 32)(noisy)

"""The class itself, not made.

Hint: embed is still the class
"""

embed = PatchEmbed
tokens = PatchEmbed(64, 8, 1, 32)(noisy)

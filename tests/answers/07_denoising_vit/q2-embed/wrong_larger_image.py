"""A module for images of 128 x 128.

Hint: Our images have 64 x 64 pixels
"""

embed = PatchEmbed(128, 8, 1, 32)
tokens = embed(noisy)

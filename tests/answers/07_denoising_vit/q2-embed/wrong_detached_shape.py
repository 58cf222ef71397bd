"""Only the shape.

Hint: this very `embed`
"""

embed = PatchEmbed(64, 8, 1, 32)
tokens = torch.zeros(6, 64, 32)

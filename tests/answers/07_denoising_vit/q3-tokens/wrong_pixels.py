"""One token per pixel.

Hint: one token per pixel
"""

tokens_per_side, num_tokens = 8, 64 * 64

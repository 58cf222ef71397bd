"""One token per pixel.

Hint: one token per pixel
"""

tokens_shape = (6, 4096, 32)
why = "C"
tokens_48_80 = 60

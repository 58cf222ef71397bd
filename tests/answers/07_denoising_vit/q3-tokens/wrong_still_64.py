"""The pixels of a patch, whatever the image.

Hint: The size of the patch stays
"""

tokens_shape = (6, 64, 32)
why = "C"
tokens_48_80 = 64

"""Takes the height of the image for the reason.

Hint: which of the four reasons still holds
"""

tokens_shape = (6, 64, 32)
why = "A"
tokens_48_80 = 60

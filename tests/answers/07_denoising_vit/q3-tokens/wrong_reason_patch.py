"""Takes the pixels of a patch for the reason.

Hint: which of the four reasons still holds
"""

tokens_shape = (6, 64, 32)
why = "B"
tokens_48_80 = 60

"""Shape of the feature map.

Hint: turns its grid into a sequence
"""

tokens_shape = (6, 32, 8, 8)
why = "C"
tokens_48_80 = 60

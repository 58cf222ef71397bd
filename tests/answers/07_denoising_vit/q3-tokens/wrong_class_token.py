"""A class token more.

Hint: no class token
"""

tokens_shape = (6, 65, 32)
why = "C"
tokens_48_80 = 60

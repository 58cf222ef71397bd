"""Tokens and their numbers exchanged.

Hint: The tokens come before their numbers
"""

tokens_shape = (6, 32, 64)
why = "C"
tokens_48_80 = 60

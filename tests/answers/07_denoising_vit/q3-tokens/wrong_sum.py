"""Rows plus columns.

Hint: multiplied, not added
"""

tokens_shape = (6, 64, 32)
why = "C"
tokens_48_80 = 16

"""Counts one row of patches only.

Hint: 8 patches fill one side
"""

tokens_shape = (6, 8, 32)
why = "C"
tokens_48_80 = 60

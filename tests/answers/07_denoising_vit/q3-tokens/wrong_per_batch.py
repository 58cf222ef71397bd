"""Counts the tokens of a whole batch of one: per side squared of 16.

Hint: A grid has rows and columns
"""

tokens_per_side, num_tokens = 8, 256

"""Counts one row of patches only.

Hint: square grid
"""

tokens_per_side, num_tokens = 8, 8

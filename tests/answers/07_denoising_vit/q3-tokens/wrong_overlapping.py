"""Patches that move on by one pixel.

Hint: touch and do not overlap
"""

tokens_per_side, num_tokens = 57, 57**2

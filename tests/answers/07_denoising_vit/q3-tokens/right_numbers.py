"""Plain numbers."""

tokens_per_side = 8
num_tokens = 64

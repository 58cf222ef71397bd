"""Plain numbers."""

tokens_shape = [6, 64, 32]
why = "c"
tokens_48_80 = 60

"""All images in one sequence.

Hint: The batch has 6 images
"""

tokens_shape = (384, 32)
why = "C"
tokens_48_80 = 60

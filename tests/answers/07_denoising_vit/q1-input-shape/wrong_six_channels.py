"""The 6 taken for channels.

Hint: it is the batch size
"""

input_shape = (6, 1, 64, 64)
the_six = "channels"

"""The 6 taken for channels.

Hint: cells(7) turns the 6 into a 7
"""

input_shape = (6, 1, 64, 64)
the_six = "channels"

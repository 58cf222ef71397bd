"""Gray images without a channel axis.

Hint: Gray images have a channel axis
"""

input_shape = (6, 64, 64)
the_six = "images"

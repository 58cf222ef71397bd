"""Channel axis last, as Matplotlib likes it.

Hint: right after the images
"""

input_shape = (6, 64, 64, 1)
the_six = "images"
